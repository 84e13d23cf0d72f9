"""Log lines: events in English, as JSON for machines and in colour for a person at a terminal."""

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import Processor

from services.runtime.settings import Settings

# Each of these tells of every message, request or reconnection at INFO.
_TALKATIVE = ("asyncio", "eventsourcing", "faststream", "httpx", "nats", "psycopg", "uvicorn")
_BROKER = "jixiao.broker"
_STAMPS: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def configure(settings: Settings, stream: TextIO = sys.stderr) -> None:
    """Send our own lines and the libraries' to one stream in one shape."""
    person = settings.log_format == "console"
    person = person or (settings.log_format == "auto" and stream.isatty())
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *(_for_people(stream) if person else _for_machines()),
            ],
            foreign_pre_chain=_STAMPS,
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)
    for name in (*_TALKATIVE, _BROKER):
        logger = logging.getLogger(name)
        logger.handlers = []  # FastStream brings its own when it is imported
        logger.propagate = True
        quiet = settings.log_level > logging.DEBUG
        logger.setLevel(max(settings.log_level, logging.WARNING) if quiet else logging.DEBUG)
    structlog.configure(
        processors=[*_STAMPS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(settings.log_level),
        cache_logger_on_first_use=True,
    )


def broker_logger() -> logging.Logger:
    """Return what NatsBroker and FastStream take as `logger`, or else they print to stdout."""
    return logging.getLogger(_BROKER)


def _for_machines() -> list[Processor]:
    return [
        structlog.processors.dict_tracebacks,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]


def _for_people(stream: TextIO) -> list[Processor]:
    return [structlog.dev.ConsoleRenderer(colors=stream.isatty())]
