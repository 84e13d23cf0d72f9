"""The command line: ``jixiao``."""

import os
import sys
from typing import Final

import nats.errors
import typer
from eventsourcing.persistence import PersistenceError

from services.cli import (
    about,
    account,
    audit,
    backup,
    bench,
    files,
    forms,
    installing,
    mistakes,
    outages,
    records,
    serve,
    views,
    what_if,
)
from services.projector.errors import LedgerShorterError, UnfinishedError, ViewsBlockedError
from services.refusal import Conflict, Refused
from services.runtime.trouble import CannotRun

INTERRUPTED: Final = 130

app = typer.Typer(
    help="预算绩效运行监控：每一次目标、填报、审核和处置都是不可更改的事实。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_PARTS: Final = (
    *(serve, records, files, views, forms, audit, what_if),
    *(backup, about, account, installing, bench),
)
for part in _PARTS:
    part.add_to(app)


def main() -> None:
    """Run a command; what a person can mend is said in Chinese and ends with a code above 0."""
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as mistake:
        _end(mistakes.chinese(said) if (said := mistake.format_message()) else "", 2)
    except (CannotRun, Refused, Conflict) as trouble:
        _end(str(trouble), 2)
    except (LedgerShorterError, UnfinishedError, ViewsBlockedError) as trouble:
        _end(f"视图不可用：{trouble}；请运行 jixiao verify 查明", 2)
    except (PersistenceError, nats.errors.Error) as trouble:
        _end(outages.chinese(trouble), 2)
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:
        _end("已中断；已确认的事实都已保存，可以再次运行", INTERRUPTED)
    sys.exit(code)


def _end(text: str, code: int) -> None:
    if text:
        sys.stderr.write(f"{text}\n")
    sys.exit(code)
