"""The same histories and questions once more, through the program's own command line."""

import json
from pathlib import Path

from services.runtime.servers import servers
from services.runtime.settings import Settings
from tests.examples.bureau import Bureau
from tests.walks.jixiao import run


def says_the_same(bureau: Bureau, folder: Path) -> None:
    """Import all that was played with ``jixiao import`` and ask all that was asked with ``show``.

    The views are rebuilt in between; every line must come out and every question be answered alike.
    """
    story = folder / "story.jsonl"
    story.write_bytes(b"\n".join(bureau.lines))
    with servers(Settings(data=folder)):
        findings = any(result.is_finding for result in bureau.results)
        told = run("import", str(story), "--json", data=folder, code=int(findings)).splitlines()
        results = [json.loads(line) for line in told if line.startswith('{"line":')]
        for result, before in zip(results, bureau.results, strict=True):
            assert (result["outcome"], result["what"]) == (before.outcome, before.what), (
                result,
                before,
            )
            facts = [fact["type"] for fact in result.get("facts", [])]
            assert facts == [fact.type for fact in before.facts], result
        run("rebuild", data=folder)
        for view, options in bureau.asked:
            words = [f"--{name.replace('_', '-')}={value}" for name, value in options]
            rows = json.loads(run("show", view, *words, "--json", data=folder))
            assert rows == bureau.show(view, **dict(options)), (view, options)
