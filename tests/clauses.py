"""``make clauses``: which tests prove which clause; fails when a clause has none.

A pytest plugin: with ``--clauses`` only the marked tests run, and the table is printed at the end.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

CATALOGUE = Path(__file__).with_name("clauses.toml")
KEY = pytest.StashKey["Clauses"]()


class Clauses:
    """The clauses there are, the tests that name them and how these came out."""

    def __init__(self) -> None:
        catalogue = tomllib.loads(CATALOGUE.read_text("utf-8"))
        self.organisational: dict[str, str] = catalogue.pop("organisational")
        self.titles = {
            f"{document}-{number}": title
            for document, clauses in catalogue.items()
            for number, title in clauses.items()
        }
        self.tests: dict[str, list[str]] = defaultdict(list)
        self.failed: set[str] = set()

    def missing(self) -> list[str]:
        """Clauses without a test that are not organisational."""
        return [
            clause
            for clause in self.titles
            if not self.tests[clause] and clause not in self.organisational
        ]

    def unknown(self) -> list[str]:
        """Ids that tests or reasons name and no document has."""
        return sorted({*self.tests, *self.organisational} - {*self.titles})

    def lines(self) -> Iterator[str]:
        """Print clause, tests, result."""
        for clause, title in self.titles.items():
            tests = self.tests[clause]
            if not tests:
                reason = self.organisational.get(clause)
                yield f"{clause}  {title}：{f'非软件事项，{reason}' if reason else '没有测试'}"
                continue
            wrong = [test for test in tests if test in self.failed]
            yield f"{clause}  {title}：{'失败' if wrong else '通过'}（{len(tests)}）"
            yield from (f"        {test}" for test in tests)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--clauses", action="store_true", help="run what proves a clause, by clause")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[KEY] = Clauses()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    clauses = config.stash[KEY]
    for item in items:
        for mark in item.iter_markers("clause"):
            for clause in mark.args:
                clauses.tests[clause].append(item.nodeid)
    if config.getoption("--clauses"):
        items[:] = [item for item in items if item.get_closest_marker("clause")]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome = yield
    if outcome.get_result().failed:  # type: ignore[attr-defined]  # pluggy's wrapper result
        item.config.stash[KEY].failed.add(item.nodeid)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if config.getoption("--clauses"):
        clauses = config.stash[KEY]
        terminalreporter.section("clauses")
        for line in clauses.lines():
            terminalreporter.write_line(line)
        missing, unknown = clauses.missing(), clauses.unknown()
        organisational = len(clauses.organisational)
        proved = len(clauses.titles) - len(missing) - organisational
        terminalreporter.write_line(
            f"{len(clauses.titles)} 条：{proved} 条有测试，{organisational} 条非软件事项，"
            f"{len(missing)} 条没有测试{'：' + '、'.join(missing) if missing else ''}"
        )
        if unknown:
            terminalreporter.write_line(f"没有这些条款：{'、'.join(unknown)}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    clauses = session.config.stash[KEY]
    wanted = session.config.getoption("--clauses")
    if wanted and (clauses.missing() or clauses.unknown()) and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
