"""What the environment says about the ledger."""

from dataclasses import dataclass
from typing import Literal, Self, TypeVar

from eventsourcing.utils import Environment

from services.ledger.chain import ALGORITHMS, Algorithm

Choice = TypeVar("Choice", bound=str)


@dataclass(frozen=True)
class Settings:
    """Where the ledger is and how it writes; `timeout` is in seconds, for one answer."""

    url: str
    stream: str = "JX_EVENTS"
    prefix: str = "jx.ev"
    replicas: int = 1
    id_type: Literal["uuid", "text"] = "uuid"
    timeout: float = 5.0
    algorithm: Algorithm = "sha256"

    @classmethod
    def read(cls, env: Environment) -> Self:
        """Read `NATS_*` and `ORIGINATOR_ID_TYPE`; OSError names what is missing or unknown."""
        url = env.get("NATS_URL")
        if not url:
            raise OSError("NATS_URL is missing: the address of a NATS server with JetStream")
        return cls(
            url=url,
            stream=env.get("NATS_STREAM", cls.stream),
            prefix=env.get("NATS_SUBJECT_PREFIX", cls.prefix),
            replicas=int(env.get("NATS_REPLICAS", "1")),
            id_type=_one_of(env, "ORIGINATOR_ID_TYPE", ("uuid", "text")),
            timeout=float(env.get("NATS_PUBLISH_TIMEOUT", "5")),
            algorithm=_one_of(env, "NATS_HASH", ALGORITHMS),
        )


def _one_of(env: Environment, key: str, choices: tuple[Choice, ...]) -> Choice:
    found = env.get(key, choices[0]).lower()
    for choice in choices:
        if choice == found:
            return choice
    raise OSError(f"{key}={found}: must be one of {', '.join(choices)}")
