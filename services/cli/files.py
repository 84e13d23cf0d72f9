"""``files``: bring the bytes of attachments in, so that lines of an import can name them."""

from pathlib import Path
from typing import Annotated

import typer
from msgspec import Struct

from services.cli import paths
from services.cli.running import AsJson, Data, in_office, put_line, say
from services.office import Office
from services.project.evidence_file import LARGEST, check
from services.refusal import Refused


class Kept(Struct, frozen=True, kw_only=True):
    """The fields of ``AttachEvidence`` that a file gives; ``size`` in bytes."""

    name: str
    size: int
    sha256: str


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command(
        "files", help="存入附件的内容，给出 import 中 AttachEvidence 所用的名称、大小和摘要。"
    )(files_)


def files_(
    files: Annotated[list[Path], typer.Argument(help="文件，可多个")],
    data: Data = None,
    *,
    json: AsJson = False,
) -> None:
    """Keep files; none is kept when one of them cannot be."""
    contents = [_read(file) for file in files]

    async def work(office: Office) -> list[str]:
        return [await office.attachments.keep(content) for content in contents]

    for file, content, digest in zip(
        files, contents, in_office(data, work, begins=True), strict=True
    ):
        kept = Kept(name=file.name, size=len(content), sha256=digest)
        if json:
            put_line(kept)
        else:
            say(f"{kept.name}：{kept.size} 字节，SHA-256 {kept.sha256}")


def _read(file: Path) -> bytes:
    content = paths.content(file, LARGEST + 1)
    try:
        check(file.name, content)
    except Refused as refused:
        raise Refused(f"{file}：{refused}") from refused
    return content
