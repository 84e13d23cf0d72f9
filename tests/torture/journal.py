"""A file of JSON lines that is on the disk before the next thing happens."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

Line = dict[str, object]


class Journal:
    """Appends lines; with ``sure`` a line is flushed to the disk before the call returns."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def write(self, line: Line, *, sure: bool = True) -> None:
        self._file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        if sure:
            os.fsync(self._file.fileno())


def lines(path: Path) -> Iterator[Line]:
    """Read whole lines back, oldest first; one that a kill cut short is left out."""
    if not path.exists():
        return
    for line in path.read_bytes().splitlines(keepends=True):
        if line.endswith(b"\n"):
            yield json.loads(line)
