"""Requests counted and timed, whichever way they are answered."""

import time
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 10.0)


class Meter:
    """Counts requests by route, method and status, and how long they took."""

    def __init__(self) -> None:
        """Begin at nought; nothing is shared with another application."""
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "jixiao_requests",
            "Requests answered",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "jixiao_request_seconds",
            "Seconds until an answer began",
            ("route",),
            registry=self.registry,
            buckets=BUCKETS,
        )
        self.ledger = Gauge("jixiao_ledger_position", "Facts recorded", registry=self.registry)
        self.view = Gauge("jixiao_view_position", "Facts folded", ("view",), registry=self.registry)
        self.lag = Gauge(
            "jixiao_view_lag", "Facts not folded yet", ("view",), registry=self.registry
        )
        self.blocked = Gauge(
            "jixiao_view_blocked", "Whether a fact stops it", ("view",), registry=self.registry
        )
        self.parked = Gauge("jixiao_parked", "Messages put aside", registry=self.registry)


class Metered:
    """Times every request that passes."""

    def __init__(self, app: ASGIApp, meter: Meter) -> None:
        """Stand before an application."""
        self._app = app
        self._meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()

        async def watch(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = scope.get("route")
                # Only templates: a path of a client's own making would be a series of its own.
                name = route.path if isinstance(route, Route) else "other"
                self._meter.requests.labels(_method(scope), name, message["status"]).inc()
                self._meter.seconds.labels(name).observe(time.perf_counter() - began)
            await send(message)

        await self._app(scope, receive, watch)


def _method(scope: Scope) -> str:
    method = str(scope["method"])
    return method if method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS") else "other"
