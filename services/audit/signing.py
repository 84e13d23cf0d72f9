"""The key that signs what auditors take away: made on first use, never leaves the data folder."""

import os
from base64 import b64encode
from pathlib import Path
from typing import Final, Self

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.audit.evidence_check import fingerprint
from services.runtime.trouble import CannotRun

PRIVATE: Final = "signing.key"
PUBLIC: Final = "signing.pub"


class BadKey(CannotRun):
    """The signing key in the data folder cannot be used."""


class Signer:
    """Signs with Ed25519; ``public`` is the key to check with, PEM."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        """Sign with a key."""
        self._key = key
        self.public = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Take the folder's key; folder and key are made if there are none yet. Raises BadKey."""
        try:
            folder.mkdir(mode=0o711, parents=True, exist_ok=True)  # with servers elsewhere none is
            _make(folder / PRIVATE)
            key = serialization.load_pem_private_key((folder / PRIVATE).read_bytes(), None)
            if not isinstance(key, Ed25519PrivateKey):
                raise BadKey(f"{folder / PRIVATE} 不是 Ed25519 私钥")
            signer = cls(key)
            (folder / PUBLIC).write_bytes(signer.public)
        except (OSError, ValueError) as error:
            raise BadKey(f"签名密钥 {folder / PRIVATE} 不能使用：{error}") from error
        return signer

    def sign(self, content: bytes) -> str:
        """Return the signature in base64."""
        return b64encode(self._key.sign(content)).decode()

    @property
    def fingerprint(self) -> str:
        """Name the public key as people compare it."""
        return fingerprint(self.public)


def _make(path: Path) -> None:
    """Make a key nobody else can read; who comes second finds it there."""
    if path.exists():
        return
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    draft = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
