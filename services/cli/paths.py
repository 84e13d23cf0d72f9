"""Files that people name on the command line, and what is wrong with them in Chinese."""

import errno
from pathlib import Path
from typing import Final

from services.refusal import Refused

_REASONS: Final = {
    errno.EACCES: "没有权限",
    errno.EISDIR: "这是目录",
    errno.ENOENT: "没有这个文件或目录",
    errno.ENOSPC: "磁盘已满",
    errno.ENOTDIR: "路径中有一段是文件而不是目录",
    errno.EROFS: "所在的文件系统是只读的",
}


def present(file: Path) -> Path:
    """Return a file that is there; :class:`Refused` for none and for a folder."""
    if not file.is_file():
        raise Refused(f"{file} 是目录，不是文件" if file.is_dir() else f"没有文件 {file}")
    return file


def content(file: Path, most: int = -1) -> bytes:
    """Read a file, ``most`` bytes of it if it says so; :class:`Refused` when it cannot be."""
    try:
        with file.open("rb") as opened:
            return opened.read(most)
    except OSError as error:
        raise Refused(f"不能读取 {file}：{_reason(error)}") from error


def write(file: Path, data: bytes) -> None:
    """Write a file; :class:`Refused` when it cannot be."""
    try:
        file.write_bytes(data)
    except OSError as error:
        raise Refused(f"不能写入 {file}：{_reason(error)}") from error


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0, error.strerror or str(error))
