"""Disks that lose what was not forced onto them, as a power cut would have it.

`BlockDevice` is a file system of its own on a loop device: the file behind it holds what has
reached the device, so a copy of that file, mounted, is the disk after the cut, its journal played
back by the kernel. It needs root. `DirtyPages` asks the kernel which pages of each file are not
written yet and cuts the file off before the first of them; it needs nobody's leave, but Linux 6.5
and a file system with a disk under it, and nothing may be half written when it looks.
"""

import ctypes
import os
import struct
import subprocess
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

CACHESTAT = 451  # the number of the system call on every architecture
PAGE = os.sysconf("SC_PAGE_SIZE")
SIZE = 256 << 20


class Disk(Protocol):
    """A folder, and what a power cut leaves of it."""

    path: Path
    amid_writes: bool  # whether it may be cut while something is being written

    def cut(self) -> Path:
        """Return a folder as it would be found after a power cut at this moment."""


class BlockDevice:
    """A file system on a loop device; unmounted at the end of the stack."""

    amid_writes = True

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._stack = stack
        self._image = folder / "disk.img"
        with self._image.open("wb") as image:
            image.truncate(SIZE)
        _run("mkfs.ext4", "-q", "-F", str(self._image))
        self.path = self._mounted(self._image, folder / "disk")

    def cut(self) -> Path:
        """Copy the device; the writer must stand still meanwhile."""
        copy = self._image.with_name("after.img")
        _run("cp", "--sparse=always", str(self._image), str(copy))
        return self._mounted(copy, self._image.with_name("after"))

    def _mounted(self, image: Path, where: Path) -> Path:
        where.mkdir()
        # Nothing is to reach the disk by the mere passing of time.
        _run("mount", "-o", "loop,commit=300", str(image), str(where))
        self._stack.callback(_run, "umount", "--lazy", str(where))
        return where


class DirtyPages:
    """A folder among others, cut by what the kernel says of its files' pages."""

    amid_writes = False

    def __init__(self, folder: Path) -> None:
        self.path = folder / "disk"
        self.path.mkdir()

    def cut(self) -> Path:
        """Copy every file up to its first page that is not on the disk."""
        after = self.path.with_name("after")
        for found in sorted(self.path.rglob("*")):
            copy = after / found.relative_to(self.path)
            if found.is_dir():
                copy.mkdir(parents=True)
            elif kept := _on_disk(found):
                copy.write_bytes(found.read_bytes()[:kept])
        return after


def disk(folder: Path, stack: ExitStack, *, short: bool) -> Disk:
    """Return the most honest disk there can be here. Raises OSError when there is none."""
    if not short and os.geteuid() == 0 and Path("/dev/loop-control").exists():
        return BlockDevice(folder, stack)
    probe = folder / "probe"
    with probe.open("wb") as opened:
        opened.write(b"x")
        opened.flush()
        if _on_disk(probe):
            raise OSError(f"{folder}: the kernel does not say what is on the disk")
        os.fsync(opened.fileno())
    if not _on_disk(probe):
        raise OSError(f"{folder}: there is no disk under it")
    return DirtyPages(folder)


def _on_disk(path: Path) -> int:
    """How many bytes from the beginning are written."""
    size = path.stat().st_size
    libc = ctypes.CDLL(None, use_errno=True)
    counts = ctypes.create_string_buffer(5 * 8)
    with path.open("rb") as opened:
        for start in range(0, size, PAGE):
            one = struct.pack("QQ", start, PAGE)
            if libc.syscall(CACHESTAT, opened.fileno(), one, counts, 0):
                number = ctypes.get_errno()
                raise OSError(number, f"cachestat: {os.strerror(number)} (Linux 6.5 has it)")
            _, dirty, written_now, _, _ = struct.unpack("5Q", counts.raw)
            if dirty or written_now:
                return start
    return size


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=60)
