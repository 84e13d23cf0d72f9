"""A program that keeps servers until its standard input ends: python -m … DATA [kill-child]."""

import asyncio
import json
import signal
import sys
from pathlib import Path

from services.runtime.servers import Servers, servers
from services.runtime.settings import Settings


def say(running: Servers) -> None:
    told = {
        "nats_url": running.nats_url,
        "database_url": running.database_url,
        "children": {child.name: child.pid for child in running.children},
    }
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def main() -> None:
    # A shell that runs the tests in the background hands Ctrl-C down ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with servers(Settings(data=Path(sys.argv[1]))) as running:
        say(running)
        if "--watch" in sys.argv:
            sys.exit(str(asyncio.run(running.first_to_die())))
        sys.stdin.read()


if __name__ == "__main__":
    main()
