"""The command line: ``jixiao``."""

import sys

import typer

from services.cli import about, audit, bench, records, serve, views
from services.refusal import Conflict, Refused
from services.runtime.trouble import CannotRun

app = typer.Typer(
    help="预算绩效运行监控：每一次目标、填报、审核和处置都是不可更改的事实。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for part in (serve, records, views, audit, about, bench):
    part.add_to(app)


def main() -> None:
    """Run a command; what a person can mend is said in Chinese and ends with a code above 0."""
    try:
        app()
    except (CannotRun, Refused, Conflict) as trouble:
        sys.stderr.write(f"{trouble}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.stderr.write("已中断；已确认的事实都已保存，可以再次运行\n")
        sys.exit(130)
