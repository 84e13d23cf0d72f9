"""The stored event whose state already is the message."""

from dataclasses import dataclass

from eventsourcing.persistence import StoredEvent


@dataclass(frozen=True)
class Document(StoredEvent):
    """A stored event whose `state` is a complete CloudEvents JSON object, less `prevhash`.

    Its `type` and `version` must equal `topic` and `originator_version`; read back, `state` is
    the sealed body as it lies in the stream, byte for byte, with `prevhash` at its end.
    """
