import io
import zipfile
from collections.abc import Callable

import pytest


@pytest.fixture
def bomb() -> Callable[[], bytes]:
    """Give a small file that unpacks to a hundred megabytes."""

    def made() -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("[Content_Types].xml", b"")
            packed.writestr("xl/workbook.xml", b"")
            packed.writestr("xl/worksheets/sheet1.xml", b"\x00" * (100 << 20))
        return out.getvalue()

    return made
