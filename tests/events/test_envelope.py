"""The envelope: CloudEvents around the fact alone, read back as it was written."""

import json
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw, structs

from events.envelope import (
    Envelope,
    Recorded,
    UnknownFactError,
    decode,
    decode_envelope,
    decode_fact,
    encode_envelope,
    encode_fact,
)
from events.fact import Fact
from events.registration import ProjectRegistered
from events.subjects import project_id
from tests.events.golden import SAMPLES

TIME: Final = datetime(2021, 7, 1, 1, 2, 3, 456_789, tzinfo=UTC)


def enveloped(tag: str, data: Raw) -> Envelope:
    return Envelope(
        specversion="1.0",
        id="0192f0c0-0000-7000-8000-000000000001",
        source="jixiao",
        type=tag,
        subject="231083-2021-P001",
        time=TIME,
        datacontenttype="application/json",
        version=3,
        actor="张三",
        actorrole="UNIT_FILER",
        actororg="U01",
        commandid="c1",
        correlationid="事项1",
        causationid="c0",
        policy="hailin@2021-01-01",
        data=data,
        prevhash="sha256:00",
    )


def sealed(fact: Fact) -> Envelope:
    return enveloped(fact.tag, encode_fact(fact))


@given(st.sampled_from(SAMPLES), st.datetimes(timezones=st.just(UTC)), st.text())
def test_an_envelope_is_read_as_it_was_written(fact: Fact, time: datetime, actor: str) -> None:
    envelope = structs.replace(sealed(fact), time=time, actor=actor)
    again = decode_envelope(encode_envelope(envelope))
    assert structs.replace(again, data=envelope.data) == envelope
    assert decode_fact(again) == fact


def test_the_document_is_cloudevents_with_the_fact_as_data() -> None:
    fact = SAMPLES[0]
    document = json.loads(encode_envelope(sealed(fact)))
    assert document["specversion"] == "1.0"
    assert document["type"] == "project.registered.v1"
    assert document["time"] == "2021-07-01T01:02:03.456789Z"
    assert document["data"] == json.loads(bytes(encode_fact(fact)))
    assert [key for key in document if key != key.lower()] == []


def test_what_is_empty_is_left_out() -> None:
    sparse = structs.replace(
        sealed(SAMPLES[0]), correlationid="", causationid="", policy="", prevhash=""
    )
    document = json.loads(encode_envelope(sparse))
    assert document.keys().isdisjoint({"correlationid", "causationid", "policy", "prevhash"})


def test_another_time_zone_is_the_same_instant() -> None:
    body = encode_envelope(sealed(SAMPLES[0])).replace(b"T01:02:03.456789Z", b"T09:02:03+08:00")
    assert decode_envelope(body).time == TIME - timedelta(microseconds=456_789)


def test_a_tag_from_a_newer_version_is_named() -> None:
    with pytest.raises(UnknownFactError, match=r"project\.teleported\.v1"):
        decode_fact(enveloped("project.teleported.v1", Raw(b"{}")))


@pytest.mark.parametrize("body", [b"", b"[]", b'{"specversion":"1.0"}', b"\xff"])
def test_what_is_no_envelope_is_not_read(body: bytes) -> None:
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError)):
        decode_envelope(body)


def test_a_fact_with_a_missing_or_a_mistyped_field_is_not_read() -> None:
    tag = ProjectRegistered.tag
    with pytest.raises(msgspec.ValidationError, match="missing required field `name`"):
        decode_fact(enveloped(tag, Raw(b"{}")))
    wrong = bytes(encode_fact(SAMPLES[0])).replace(b'"TRANSFER_REGION"', b'"MOON"')
    with pytest.raises(msgspec.ValidationError, match="subject_kind"):
        decode_fact(enveloped(tag, Raw(wrong)))


def test_a_field_from_a_newer_version_does_no_harm() -> None:
    newer = bytes(encode_fact(SAMPLES[0])).replace(b'{"name"', b'{"colour":"red","name"')
    assert decode_fact(enveloped(ProjectRegistered.tag, Raw(newer))) == SAMPLES[0]


def test_a_message_of_the_stream_is_a_fact_at_its_place() -> None:
    envelope = sealed(SAMPLES[0])
    body = encode_envelope(envelope)
    recorded = decode("jx.ev.231083.project.231083-2021-P001", 7, body)
    expected = Recorded(7, project_id("231083", 2021, "P001"), decode_envelope(body), SAMPLES[0])
    assert recorded == expected
