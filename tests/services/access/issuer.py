"""An OpenID Connect provider on loopback: codes with PKCE for tokens that a test may spoil."""

import base64
import hashlib
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.services.access.certificates import Certificates

Claims = dict[str, object]
CLIENT: Final = "jixiao"
SECRET: Final = "s3cret of the client"  # noqa: S105 - of this test
BACK: Final = "http://127.0.0.1/api/v1/sign-in/oidc/callback"


@cache
def private_key(_whose: str) -> rsa.RSAPrivateKey:
    """Make a key once in a session: it takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Issuer:
    """What the provider knows; ``mint`` signs and ``answers`` may be replaced by a test."""

    def __init__(self, port: int, scheme: str = "http") -> None:
        self.url = f"{scheme}://127.0.0.1:{port}"
        self.key = private_key("its own")
        self.stranger = private_key("a stranger's")
        self.person: Claims = {"preferred_username": "oidc-01", "groups": ["绩效管理科"]}
        self.mint: Callable[[Claims], str] = self.signed
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.answers: dict[str, Callable[[], tuple[int, dict[str, str], bytes]]] = {
            "/.well-known/openid-configuration": lambda: told(self.description()),
            "/jwks": lambda: told({"keys": [self.jwk()]}),
        }

    def description(self) -> Claims:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
        }

    def jwk(self) -> Claims:
        made: Claims = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return made | {"kid": "k1", "use": "sig", "alg": "RS256"}

    def public_pem(self) -> bytes:
        return self.key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def claims(self, nonce: str) -> Claims:
        now = datetime.now(UTC)
        return {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "subject-1",
            "iat": now,
            "exp": now + timedelta(minutes=5),
            "nonce": nonce,
            **self.person,
        }

    def signed(self, claims: Claims) -> str:
        return jwt.encode(claims, self.key, "RS256", headers={"kid": "k1"})

    def authorize(self, url: str) -> dict[str, str]:
        """Let the person in: give what the provider sends back with the browser."""
        assert url.startswith(f"{self.url}/authorize?")
        question = dict(parse_qsl(urlsplit(url).query))
        assert question["response_type"] == "code"
        assert question["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = question
        return {"state": question["state"], "code": code}

    def exchange(
        self, form: dict[str, str], authorization: str
    ) -> tuple[int, dict[str, str], bytes]:
        question = self.codes.pop(form.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if question is None or authorization != f"Basic {basic}":
            return told({"error": "invalid_grant"}, 400)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenge != question["code_challenge"] or form["redirect_uri"] != BACK:
            return told({"error": "invalid_grant"}, 400)
        return told({"id_token": self.mint(self.claims(question["nonce"])), "token_type": "Bearer"})


def told(content: Claims, status: int = 200) -> tuple[int, dict[str, str], bytes]:
    return status, {"Content-Type": "application/json"}, json.dumps(content).encode()


@contextmanager
def issuer(made: Certificates | None = None) -> Iterator[Issuer]:
    """Serve a provider while the block runs, over TLS when there are certificates."""

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            answer = provider.answers.get(urlsplit(self.path).path)
            self._tell(answer() if answer else (404, {}, b""))

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._tell(
                provider.exchange(dict(parse_qsl(body)), self.headers.get("Authorization", ""))
            )

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            """Say nothing."""

        def _tell(self, answer: tuple[int, dict[str, str], bytes]) -> None:
            status, headers, content = answer
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(content))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

    with ThreadingHTTPServer(("127.0.0.1", 0), Desk) as server:
        if made:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(made.cert, made.key)
            server.socket = context.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        provider = Issuer(server.server_port, "https" if made else "http")
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()
