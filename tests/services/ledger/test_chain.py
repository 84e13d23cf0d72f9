import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ledger.chain import ALGORITHMS, Algorithm, digest, origin, seal
from tests.services.ledger.story import first_break


def chained(texts: list[str], algorithm: Algorithm) -> list[bytes]:
    bodies: list[bytes] = []
    prevhash = origin(algorithm)
    for text in texts:
        bodies.append(seal(json.dumps({"data": text}).encode(), prevhash))
        prevhash = digest(bodies[-1], algorithm)
    return bodies


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_known_digests(algorithm: Algorithm) -> None:
    known = {
        "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "sm3": "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b",
    }
    assert digest(b"", algorithm) == f"{algorithm}:{known[algorithm]}"


@given(st.lists(st.text(), max_size=6), st.sampled_from(ALGORITHMS))
def test_a_chain_is_whole_and_each_body_is_still_json(texts: list[str], name: Algorithm) -> None:
    bodies = chained(texts, name)
    assert first_break(bodies) is None
    assert [json.loads(body)["data"] for body in bodies] == texts


@given(st.lists(st.text(), min_size=3, max_size=6, unique=True), st.data())
def test_a_dropped_body_breaks_the_next(texts: list[str], data: st.DataObject) -> None:
    bodies = chained(texts, "sha256")
    dropped = data.draw(st.integers(0, len(bodies) - 2))
    assert first_break(bodies[:dropped] + bodies[dropped + 1 :]) == dropped


@given(st.lists(st.text(), min_size=2, max_size=6), st.data())
def test_a_changed_body_breaks_the_next(texts: list[str], data: st.DataObject) -> None:
    bodies = chained(texts, "sm3")
    changed = data.draw(st.integers(0, len(bodies) - 2))
    bodies[changed] = bodies[changed].replace(b'{"data"', b'{"Data"')
    assert first_break(bodies) == changed + 1


def test_two_bodies_that_changed_places_are_found() -> None:
    first, second, third = chained(["a", "b", "c"], "sha256")
    assert first_break([first, third, second]) == 1


def test_the_algorithm_may_change() -> None:
    first = chained(["a"], "sha256")[0]
    second = seal(b'{"data":"b"}', digest(first, "sm3"))
    assert first_break([first, second]) is None


@pytest.mark.parametrize("body", [b"{}", b"", b'{"prevhash":1}', b'{"a":1,"prevhash":"md5:0"}'])
def test_a_body_without_a_digest_of_ours_is_a_break(body: bytes) -> None:
    assert first_break([body]) == 0
