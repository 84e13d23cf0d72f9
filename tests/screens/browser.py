"""People at their browsers: Debian's chromium, a small office screen, pictures kept in build/."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.services.api.house import HAILIN, SESAME, YEAR

CHROMIUM: Final = "/usr/bin/chromium"
FLAGS: Final = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
SCREEN: Final = ViewportSize(width=1366, height=768)
PICTURES: Final = Path(__file__).parents[2] / "build" / "screens"
PATIENCE: Final = 30_000  # milliseconds a page may take
OF_YEAR: Final = f"division={HAILIN}&year={YEAR}"
CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Keep one browser open."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        yield browser
        browser.close()


def alive(page: Page) -> None:
    """Wait until all of a page is there and listens."""
    page.wait_for_function(
        "() => window.socket && window.socket.connected && !document.body.ariaBusy"
    )


class Person:
    """Somebody at a browser of their own; what goes wrong in it is kept in ``troubles``."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.url = url
        self.troubles: list[str] = []
        self._context = browser.new_context(
            viewport=SCREEN, locale="zh-CN", base_url=url, reduced_motion="reduce"
        )
        self._context.set_default_timeout(PATIENCE)
        self.page: Page = self._context.new_page()
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on(
            "console",
            lambda said: self.troubles.append(said.text) if said.type == "error" else None,
        )
        self.page.on("response", lambda got: self._answered(got.status, got.url))
        self.page.on("request", lambda asked: self._elsewhere(asked.url))

    def _answered(self, status: int, asked: str) -> None:
        if status >= HTTPStatus.BAD_REQUEST:
            self.troubles.append(f"{status} {asked}")

    def _elsewhere(self, asked: str) -> None:
        if not asked.startswith((self.url, self.url.replace("http", "ws", 1), "data:", "blob:")):
            self.troubles.append(f"asked {asked}")

    def sign_in(self, name: str) -> None:
        """Sign in by the page and come to the console."""
        self.page.goto("/sign-in")
        self.page.get_by_label("工号").fill(name)
        self.page.get_by_label("口令").fill(SESAME)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url("**/console/**")

    def open(self, path: str) -> None:
        """Open a page of the console, of the year played unless said, and wait until it lives."""
        where = "" if "year=" in path else f"{'&' if '?' in path else '?'}{OF_YEAR}"
        self.page.goto(f"/console{path}{where}")
        alive(self.page)

    def picture(self, name: str) -> None:
        """Keep what is seen, which is Chinese and fits the width of the screen."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
        assert CHINESE.search(self.page.inner_text("body"))
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= SCREEN["width"], f"{name}: {wide} wide"

    def leave(self) -> None:
        """Close the browser; nothing may have gone wrong in it."""
        self._context.close()
        assert self.troubles == [], "\n".join(self.troubles)
