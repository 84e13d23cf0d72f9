"""Evidence: a history's facts as they lie in the ledger, with what proves that they are whole."""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

import msgspec
from msgspec import Struct

from events.envelope import decode_envelope, decode_fact
from events.subjects import AggregateId
from services.audit import evidence_check
from services.audit.evidence_check import FORMAT
from services.audit.replay import Replayed
from services.audit.signing import Signer
from services.desk.desk import Desk
from services.desk.history import Stamped, empty
from services.ledger.chain import digest

EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the same content is the same file
README: Final = """证据包：一个对象的全部事实（facts.jsonl，每行一条，与台账中的字节完全相同）、
由它们得出的状态（state.json）、清单（manifest.json）及其 Ed25519 签名（manifest.sig）；
附件按事实中的编号放在 attachments/ 下，内容须与事实所记的摘要相符。

核验：python verify.py 本文件.zip（只需 Python；装有 cryptography 时一并检查签名）。
请把输出的公钥指纹与财政局公布的指纹核对：签名只证明与该公钥相符。
"""


class Proof(Struct, frozen=True, kw_only=True):
    """Why a fact cannot have been changed: the bodies from it to the newest, each as stored.

    The digest of each body is the ``prevhash`` of the next; ``head`` is the digest of the last,
    and ``signature`` (Ed25519, base64) is over ``statement``.
    """

    aggregate: str
    version: int
    bodies: tuple[str, ...]
    head: str
    statement: str
    signature: str
    fingerprint: str


def bodies(desk: Desk, aggregate: AggregateId) -> list[bytes]:
    """Read a history's facts, byte for byte."""
    return [event.state for event in desk.ledger.select_events(str(aggregate))]


def prove(desk: Desk, aggregate: AggregateId, version: int, signer: Signer) -> Proof | None:
    """Prove one fact; None when there is no such version."""
    stored = bodies(desk, aggregate)
    if not 1 <= version <= len(stored):
        return None
    head = _digest(stored[-1])
    statement = msgspec.json.encode(
        {"aggregate": str(aggregate), "version": len(stored), "head": head}
    )
    return Proof(
        aggregate=str(aggregate),
        version=version,
        bodies=tuple(body.decode() for body in stored[version - 1 :]),
        head=head,
        statement=statement.decode(),
        signature=signer.sign(statement),
        fingerprint=signer.fingerprint,
    )


def write(  # noqa: PLR0913 - what goes in, and who signs it when
    file: BinaryIO,
    desk: Desk,
    replayed: Replayed,
    signer: Signer,
    made_at: datetime,
    *,
    enclosed: Mapping[str, bytes] | None,
) -> None:
    """Write a bundle of a history as far as it was replayed, with its attachments unless None."""
    stored = bodies(desk, replayed.id)[: replayed.history.version]
    files = {
        "facts.jsonl": b"".join(body + b"\n" for body in stored),
        "state.json": msgspec.json.encode(replayed.state()),
        "public.pem": signer.public,
        "verify.py": Path(evidence_check.__file__).read_bytes(),
        "README.txt": README.encode(),
        **(enclosed or {}),
    }
    manifest = msgspec.json.encode(
        {
            "format": FORMAT,
            "aggregate": str(replayed.id),
            "version": len(stored),
            "head": _digest(stored[-1]),
            "made_at": made_at,
            "attachments": enclosed is not None,
            "files": {name: f"sha256:{sha256(body).hexdigest()}" for name, body in files.items()},
        }
    )
    files |= {"manifest.json": manifest, "manifest.sig": signer.sign(manifest).encode()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)


def same_state(bundle: BinaryIO) -> bool:
    """Fold the facts of a checked bundle again and compare with the state it states."""
    with zipfile.ZipFile(bundle) as archive:
        lines = archive.read("facts.jsonl").splitlines()
        stated = msgspec.json.decode(archive.read("state.json"))
    envelopes = [decode_envelope(line) for line in lines]
    aggregate = AggregateId.parse(envelopes[0].subject)
    events = tuple(Stamped(one.subject, one.version, one, decode_fact(one)) for one in envelopes)
    replayed = Replayed(id=aggregate, events=events, history=empty(aggregate).then(events))
    return bool(stated == msgspec.json.decode(msgspec.json.encode(replayed.state())))


def _digest(body: bytes) -> str:
    """Digest a body as the fact after it would."""
    return digest(body, "sm3" if b',"prevhash":"sm3:' in body[-96:] else "sha256")


def packed(
    desk: Desk,
    replayed: Replayed,
    signer: Signer,
    made_at: datetime,
    enclosed: Mapping[str, bytes] | None = None,
) -> bytes:
    """Make a bundle in memory."""
    file = io.BytesIO()
    write(file, desk, replayed, signer, made_at, enclosed=enclosed)
    return file.getvalue()
