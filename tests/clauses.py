"""``make clauses``: which tests prove which clause; fails when a clause has none.

A pytest plugin: with ``--clauses`` only the marked tests run, and the table is printed at the end.
A test that was skipped proves nothing.
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
        self.passed: set[str] = set()

    def missing(self) -> list[str]:
        """Clauses without a test that are not organisational."""
        return [
            clause
            for clause in self.titles
            if not self.tests[clause] and clause not in self.organisational
        ]

    def unproved(self) -> list[str]:
        """Clauses of which a test failed or did not run."""
        return [
            clause
            for clause in self.titles
            if self.tests[clause] and not self.passed.issuperset(self.tests[clause])
        ]

    def unknown(self) -> list[str]:
        """Ids that tests or reasons name and no document has."""
        return sorted({*self.tests, *self.organisational} - {*self.titles})

    def unreasoned(self) -> list[str]:
        """Clauses called organisational without saying why."""
        return [clause for clause, reason in self.organisational.items() if not reason.strip()]

    def lines(self) -> Iterator[str]:
        """Print clause, tests, result, and what of it no software can do."""
        unproved = self.unproved()
        for clause, title in self.titles.items():
            tests = self.tests[clause]
            said = f"{'失败' if clause in unproved else '通过'}（{len(tests)}）"
            yield f"{clause}  {title}：{said if tests else '没有测试'}"
            if clause in self.organisational:
                yield f"        非软件事项：{self.organisational[clause]}"
            yield from (f"        {test}" for test in tests)

    def verdict(self) -> Iterator[str]:
        """Sum up; every line but the first is a finding."""
        proved = sum(1 for clause in self.titles if self.tests[clause]) - len(self.unproved())
        partly = len(self.organisational)
        yield f"{len(self.titles)} 条：{proved} 条有测试并通过，{partly} 条含非软件事项"
        findings = {
            "没有测试": self.missing(),
            "测试失败或未运行": self.unproved(),
            "没有这些条款": self.unknown(),
            "未说明为何非软件事项": self.unreasoned(),
        }
        yield from (f"{what}：{'、'.join(which)}" for what, which in findings.items() if which)


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
    report: pytest.TestReport = outcome.get_result()  # type: ignore[attr-defined]  # pluggy's
    passed = item.config.stash[KEY].passed
    if report.when == "call" and report.passed:
        passed.add(item.nodeid)
    elif not report.passed:
        passed.discard(item.nodeid)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if config.getoption("--clauses"):
        clauses = config.stash[KEY]
        terminalreporter.section("clauses")
        for line in (*clauses.lines(), *clauses.verdict()):
            terminalreporter.write_line(line)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    wanted = session.config.getoption("--clauses")
    if wanted and session.exitstatus == 0 and len([*session.config.stash[KEY].verdict()]) > 1:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
