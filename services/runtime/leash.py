"""Turns itself into a command that dies with the process that asked for it.

Run as a script between fork and exec, because code in `preexec_fn` may deadlock once there are
threads: leash.py SIGNAL PARENT UID:GID FOLDER COMMAND [ARGUMENT...]; without Python's libraries
on the path, so it may import the standard library only.
"""

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_KEEPCAPS = 8
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CAP_DAC_OVERRIDE = 1
_CAPABILITY_VERSION_3 = 0x20080522


def become(command: list[str], *, signal: int, parent: int, owner: str, folder: str) -> None:
    """Drop root for `owner` if one is named, tie this process to its parent, then exec."""
    libc = ctypes.CDLL(None, use_errno=True)
    linux = sys.platform == "linux"
    if owner:
        _drop_root(libc, owner, needed=[command[0], folder], linux=linux)
    os.chdir(folder)
    if linux:
        # After the drop: a change of user clears it.
        libc.prctl(_PR_SET_PDEATHSIG, signal, 0, 0, 0)
        if os.getppid() != parent:  # the parent died before the signal was asked for
            sys.exit(1)
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


def _drop_root(libc: ctypes.CDLL, owner: str, *, needed: list[str], linux: bool) -> None:
    if linux:
        libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
    uid, gid = (int(part) for part in owner.split(":"))
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    if linux and not all(os.access(path, os.X_OK) for path in needed):
        # Under /root the new user reaches neither its program nor its files. The alternative to
        # this one capability is to open root's home directory to everybody. Where a container
        # denies it, exec says so.
        bit = 1 << _CAP_DAC_OVERRIDE
        header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
        libc.capset(header, (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0))
        libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0)


if __name__ == "__main__":
    _signal, _parent, _owner, _folder, *_command = sys.argv[1:]
    become(_command, signal=int(_signal), parent=int(_parent), owner=_owner, folder=_folder)
