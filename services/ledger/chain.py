"""The hash chain: every body ends with the digest of the one before it on the same subject.

`prevhash` is the last member of the body, `<algorithm>:<hex digest of the whole previous body>`;
the first body of a subject carries `<algorithm>:` and 64 zeros. A chain shows any body that was
changed, dropped or moved, but not that its newest end was cut off: the next one would tell, or a
copy of the last digest kept elsewhere.
"""

import hashlib
from typing import Literal

Algorithm = Literal["sha256", "sm3"]
ALGORITHMS: tuple[Algorithm, ...] = ("sha256", "sm3")

_LABEL = b',"prevhash":"'


def digest(body: bytes, algorithm: Algorithm) -> str:
    """Name and hex digest of a complete body."""
    if algorithm == "sha256":
        return f"sha256:{hashlib.sha256(body).hexdigest()}"
    return f"{algorithm}:{hashlib.new(algorithm, body).hexdigest()}"


def origin(algorithm: Algorithm) -> str:
    """Give the `prevhash` of a subject's first body."""
    return f"{algorithm}:{'0' * 64}"


def seal(body: bytes, prevhash: str) -> bytes:
    """Splice `prevhash` in before the closing brace of a JSON object that has other members."""
    return b'%b,"prevhash":"%b"}' % (body[:-1], prevhash.encode())


def continues(body: bytes, previous: bytes | None) -> bool:
    """Whether a body continues the one before it, or begins a chain when there is none.

    Each link may use any of `ALGORITHMS`, as after a change of the setting.
    """
    return any(_continues(body, previous, name) for name in ALGORITHMS)


def _continues(body: bytes, previous: bytes | None, algorithm: Algorithm) -> bool:
    # The name is looked at first, so that the digest is computed once for each link.
    start = body.rfind(_LABEL)
    if start < 0 or not body.startswith(f"{algorithm}:".encode(), start + len(_LABEL)):
        return False
    expected = origin(algorithm) if previous is None else digest(previous, algorithm)
    return body[start + len(_LABEL) :] == b'%b"}' % expected.encode()
