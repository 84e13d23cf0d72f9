"""One literal subject for each aggregate."""

import re
from uuid import UUID

from eventsourcing.persistence import ProgrammingError

# NATS splits on dots and gives meaning to `*` and `>`; white space would end the protocol line.
_NAME = re.compile(r"[^\s.*>\x00-\x1f\x7f]+(\.[^\s.*>\x00-\x1f\x7f]+)*")


def subject_of(prefix: str, name: UUID | str) -> str:
    """Subject of an aggregate; ProgrammingError when its id cannot be part of a subject."""
    text = str(name)
    if not _NAME.fullmatch(text):
        raise ProgrammingError(
            f"{text!r} cannot be part of a subject: "
            "no white space, no '*', no '>', no empty part between dots"
        )
    return f"{prefix}.{text}"


def originator_of(prefix: str, subject: str, id_type: str) -> UUID | str:
    """Aggregate id in a subject, as the library's UUID or as text."""
    text = subject[len(prefix) + 1 :]
    return UUID(text) if id_type == "uuid" else text
