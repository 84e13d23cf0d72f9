"""What each kind of NATS user may publish and hear; what is not named is denied.

Nobody may delete or purge. A consumer is made only by who may write anyway: its messages can be
sent to any subject, also to one that its maker must not write to.
"""

from typing import Final

from msgspec import Struct

# An update can shorten a stream, a restore can replace it: the embedded server, where streams are
# made and strengthened by the application itself, can only be told the rest.
HISTORY_STAYS: Final = (
    "$JS.API.STREAM.DELETE.>",
    "$JS.API.STREAM.PURGE.>",
    "$JS.API.STREAM.MSG.DELETE.>",
    "$JS.API.STREAM.RESTORE.>",
)
_LOOKING: Final = (
    "$JS.API.INFO",
    "$JS.API.STREAM.INFO.>",
    "$JS.API.STREAM.NAMES",
    "$JS.API.STREAM.LIST",
)
# The logbook is for the audit administrator, accounts and sessions for nobody.
_AUDITED: Final = ("JX_EVENTS", "JX_ATTACHMENTS", "JX_INTAKE", "JX_PARKED", "JX_OUT")


class Allowed(Struct, frozen=True):
    """Subjects of one direction."""

    allow: tuple[str, ...]
    deny: tuple[str, ...] = ()


class Permissions(Struct, frozen=True):
    """Both directions."""

    publish: Allowed
    subscribe: Allowed


def inbox(name: str) -> str:
    """Name where a user hears answers: nobody else's can be heard."""
    return f"_INBOX_{name}"


def owner(name: str) -> Permissions:
    """Make and strengthen streams; write and read nothing in them."""
    api = ("$JS.API.STREAM.CREATE.>", "$JS.API.STREAM.UPDATE.>")
    return Permissions(Allowed((*_LOOKING, *api), HISTORY_STAYS), _answers(name))


def application(name: str) -> Permissions:
    """Write and read facts, accounts and timers; leave the streams as they are."""
    written = ("jx.>", "$KV.JX_ACCESS.>", "$KV.JX_SESSIONS.>", "$JS.ACK.>", "$JS.FC.>")
    api = ("$JS.API.STREAM.MSG.GET.>", "$JS.API.DIRECT.GET.>", "$JS.API.CONSUMER.>")
    return Permissions(
        Allowed((*_LOOKING, *written, *api), HISTORY_STAYS),
        Allowed((f"{inbox(name)}.>", "jx.>")),
    )


def auditor(name: str) -> Permissions:
    """Read the facts, their attachments, and what came in, went out or was put aside."""
    looked_at = [f"$JS.API.STREAM.INFO.{stream}" for stream in _AUDITED]
    read = [f"$JS.API.STREAM.MSG.GET.{stream}" for stream in _AUDITED]
    direct = [f"$JS.API.DIRECT.GET.{stream}" for stream in _AUDITED]
    below = [f"{subject}.>" for subject in direct]
    names = ("$JS.API.INFO", "$JS.API.STREAM.NAMES")
    return Permissions(Allowed((*names, *looked_at, *read, *direct, *below)), _answers(name))


def upstream(name: str, division: str, system: str) -> Permissions:
    """Report facts of one division, and hear one's own receipts."""
    return Permissions(
        Allowed((f"jx.in.{division}.execution",)),
        Allowed((f"jx.out.{division}.receipt.{system}", f"{inbox(name)}.>")),
    )


def embedded() -> Permissions:
    """Everything but taking history away."""
    return Permissions(Allowed((">",), HISTORY_STAYS), Allowed((">",)))


def _answers(name: str) -> Allowed:
    return Allowed((f"{inbox(name)}.>",))
