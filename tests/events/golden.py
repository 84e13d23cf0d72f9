"""The golden bytes: ``python -m tests.events.golden`` writes what is missing.

A new fact needs an instance in ``samples`` (every field set to something else than its default)
and one run of this writer. What was pinned once has been stored somewhere for ever: where a fact
was given a further field, its bytes from before stay in ``earlier`` and must still be read. A fact
that no longer fits them needs a new tag and an upcaster.
"""

from collections.abc import Iterator
from pathlib import Path

from msgspec import NODEFAULT, structs

from events.envelope import encode_fact
from events.fact import Fact
from tests.events import (
    samples,
    samples_after,
    samples_attachments,
    samples_duties,
    samples_monitoring,
    samples_results,
    samples_subjects,
)

FOLDER = Path(__file__).parent / "golden"
EARLIER = FOLDER / "earlier"
SAMPLES = (
    *samples.SAMPLES,
    *samples_after.SAMPLES,
    *samples_subjects.SUBJECTS,
    *samples_results.SAMPLES,
    *samples_duties.SAMPLES,
    *samples_monitoring.SAMPLES,
    *samples_attachments.SAMPLES,
)


def only_required(fact: Fact) -> Fact:
    """Return the fact with every field that has a default left out."""
    required = {
        field.encode_name: getattr(fact, field.name)
        for field in structs.fields(fact)
        if field.default is NODEFAULT and field.default_factory is NODEFAULT
    }
    return type(fact)(**required)


def goldens() -> Iterator[tuple[str, Fact]]:
    """Name the file of every sample, and of its shortest form where that is another."""
    for fact in SAMPLES:
        yield f"{fact.tag}.json", fact
        if (short := only_required(fact)) != fact:
            yield f"{fact.tag}.required.json", short


def earlier() -> dict[str, str]:
    """Name the files of bytes from before a fact was given further fields, each with its tag."""
    return {path.name: path.name.rsplit(".", 2)[0] for path in sorted(EARLIER.glob("*.json"))}


def main() -> None:
    for name, fact in goldens():
        path, now = FOLDER / name, bytes(encode_fact(fact))
        if path.exists() and path.read_bytes() != now:
            kept = [*earlier().values()].count(fact.tag)
            path.rename(EARLIER / f"{fact.tag}.{kept + 1}.json")
        if not path.exists():
            path.write_bytes(now)
            print(f"wrote {path.name}")  # noqa: T201


if __name__ == "__main__":
    main()
