import httpx
import pytest

from services.answers.questions import VIEWS
from services.api.docs import OPEN
from services.desk.aggregates import COMMANDS
from tests.services.api.house import House


def described(home: House) -> dict[str, dict[str, dict[str, object]]]:
    answer = home.signed_in("officer").get("/openapi.json")
    assert answer.status_code == httpx.codes.OK
    paths: dict[str, dict[str, dict[str, object]]] = answer.json()["paths"]
    return paths


def test_it_is_openapi_3_1_and_every_reference_leads_somewhere(home: House) -> None:
    text = home.signed_in("officer").get("/openapi.json")
    whole = text.json()
    assert whole["openapi"].startswith("3.1")
    schemas = whole["components"]["schemas"]
    wanted = {part.partition('"')[0] for part in text.text.split('"#/components/schemas/')[1:]}
    assert wanted - schemas.keys() == set()
    assert COMMANDS.keys() <= schemas.keys()
    assert schemas["SetTarget"]["description"] == "编报绩效目标"


def test_every_view_and_every_operation_says_in_chinese_what_it_is(home: House) -> None:
    paths = described(home)
    assert {f"/api/v1/views/{name}" for name in VIEWS} <= paths.keys()
    words = [str(one["summary"]) for methods in paths.values() for one in methods.values()]
    assert [one for one in words if one.isascii()] == []


def test_nothing_but_health_metrics_and_sign_in_answers_without_identity(home: House) -> None:
    nobody, tried = home.anybody(), 0
    for path, methods in described(home).items():
        for method in methods:
            if path in OPEN:
                continue
            answer = nobody.request(method, path.replace("{", "").replace("}", ""))
            assert answer.status_code == httpx.codes.UNAUTHORIZED, f"{method} {path}"
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.headers["www-authenticate"] == 'Bearer realm="jixiao"'
            tried += 1
    assert tried > len(VIEWS) + 30


@pytest.mark.parametrize(
    "path", ["/openapi.json", "/asyncapi.json", "/docs", "/docs/swagger-ui.css", "/docs/x"]
)
def test_the_description_itself_is_closed(home: House, path: str) -> None:
    assert home.anybody().get(path).status_code == httpx.codes.UNAUTHORIZED


@pytest.mark.parametrize("path", ["/docs", "/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css"])
def test_the_pages_need_no_other_machine(home: House, path: str) -> None:
    answer = home.signed_in("officer").get(path)
    assert answer.status_code == httpx.codes.OK
    assert "cdn." not in answer.text
    policy = answer.headers["content-security-policy"]
    assert "http" not in policy
    assert "default-src 'none'" in policy
