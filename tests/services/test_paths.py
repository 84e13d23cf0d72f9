"""Files named on the command line that are not there, or cannot be."""

from pathlib import Path

import pytest

from services.cli import paths
from services.refusal import Refused


def test_a_file_is_read_as_far_as_it_may_be(tmp_path: Path) -> None:
    file = tmp_path / "f"
    paths.write(file, b"123")
    assert (paths.content(file), paths.content(file, 2)) == (b"123", b"12")


def test_what_is_no_file_is_told_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"不能读取 .*：没有这个文件"):
        paths.content(tmp_path / "none")
    with pytest.raises(Refused, match="没有文件"):
        paths.present(tmp_path / "none")
    with pytest.raises(Refused, match="是目录，不是文件"):
        paths.present(tmp_path)
    with pytest.raises(Refused, match=r"不能写入 .*：没有这个文件或目录"):
        paths.write(tmp_path / "no" / "f", b"")
    with pytest.raises(Refused, match=r"不能写入 .*：这是目录"):
        paths.write(tmp_path, b"")
