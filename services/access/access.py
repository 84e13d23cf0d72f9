"""Everything of this package put together by hand; open it with :func:`opened`."""

from collections.abc import Callable
from datetime import UTC, datetime

from msgspec import Struct
from nats.aio.client import Client

from services.access.account import Account
from services.access.accounts import Accounts
from services.access.api_key import ApiKey
from services.access.keys import Keys
from services.access.links import FirstLink, Links
from services.access.logbook import Logbook, Visit
from services.access.oidc.flow import OidcFlow, Pending
from services.access.oidc.settings import OidcSettings
from services.access.own_password import OwnPassword
from services.access.passwords import Passwords
from services.access.sessions import Session, Sessions
from services.access.signing_in import SigningIn
from services.access.store import Shelf, bucket
from services.access.streams import ACCESS, SESSIONS
from services.access.throttle import ACCOUNT, ADDRESS, Throttle, Throttles, Tries

Clock = Callable[[], datetime]


class Access(Struct, frozen=True, kw_only=True):
    """What the edges ask; ``now`` is the only clock of this package."""

    accounts: Accounts
    links: Links
    keys: Keys
    sessions: Sessions
    signing_in: SigningIn
    own_password: OwnPassword
    oidc: OidcFlow | None
    logbook: Logbook
    now: Clock

    def visit(self, origin: str) -> Visit:
        """Say that something is asked now, from an address."""
        return Visit(at=self.now(), origin=origin)


def utc_now() -> datetime:
    """Tell the time."""
    return datetime.now(UTC)


async def opened(
    client: Client,
    *,
    oidc: OidcSettings | None = None,
    now: Clock = utc_now,
    passwords: Passwords | None = None,
) -> Access:
    """Open the buckets, which :func:`streams.prepare` has made, on a connection."""
    kept, passing = await bucket(client, ACCESS), await bucket(client, SESSIONS)
    logbook = Logbook(client)
    shelf = Shelf(kept, "account", Account)
    passwords = passwords or Passwords()
    throttles = Throttles(
        names=Throttle(Shelf(passing, "name", Tries), ACCOUNT),
        addresses=Throttle(Shelf(passing, "address", Tries), ADDRESS),
        systems=Throttle(Shelf(passing, "system", Tries), ADDRESS),
        starts=Throttle(Shelf(passing, "start", Tries), ADDRESS),
    )
    sessions = Sessions(Shelf(passing, "session", Session), shelf)
    first = Shelf(kept, "link", FirstLink)
    accounts = Accounts(shelf, logbook)
    signing_in = SigningIn(shelf, sessions, passwords, throttles, logbook)
    pending = Shelf(passing, "pending", Pending)
    return Access(
        accounts=accounts,
        links=Links(shelf, first, passwords, throttles.addresses, logbook),
        keys=Keys(Shelf(kept, "key", ApiKey), throttles.systems, logbook),
        sessions=sessions,
        signing_in=signing_in,
        own_password=OwnPassword(shelf, signing_in, sessions, passwords, logbook),
        oidc=OidcFlow(oidc, pending, accounts, signing_in, throttles) if oidc else None,
        logbook=logbook,
        now=now,
    )
