"""Odoo's log: test results, and the warnings and errors that are ours."""

import re
from dataclasses import dataclass

from tools import paths
from tools.problem import Problem

ALLOWLIST = paths.ROOT / "tools/log_allowlist.txt"
BAD = ("WARNING", "ERROR", "CRITICAL")
ENTRY = re.compile(
    r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) (?P<database>\S+) "
    r"(?P<logger>\S+?): (?P<message>.*)",
    re.DOTALL,
)
RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
SKIPPED = re.compile(r"skipped (?P<test>\S+) : (?P<reason>.*)")


@dataclass
class Entry:
    """One log entry; `message` has its continuation lines (a traceback) too."""

    level: str
    logger: str
    message: str

    def __str__(self):
        return f"{self.level} {self.logger}: {self.message.rstrip()}"


@dataclass
class Tally:
    """Counts of tests. A setUpClass that breaks is a failure though no test ran."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other):
        return Tally(
            self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        )


def level(line):
    """Return the level of a line that starts an entry, None for a continuation line."""
    match = ENTRY.match(line)
    return match and match["level"]


def entries(lines):
    """Yield the entries of a log, continuation lines joined to the entry they belong to."""
    current = None
    for line in lines:
        match = ENTRY.match(line)
        if match:
            if current:
                yield current
            current = Entry(match["level"], match["logger"], match["message"])
        elif current:
            current.message += line
    if current:
        yield current


def read_allowlist(path=ALLOWLIST):
    """Return the patterns of known upstream noise. Each needs a comment above it that says why."""
    patterns, reason = [], False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            reason = True
        elif not line.strip():
            reason = False
        elif reason:
            patterns.append(re.compile(line, re.DOTALL))
        else:
            raise Problem(f"{path.name}: «{line}» 上方缺少说明原因的注释行")
    return patterns


def is_test_failure(entry):
    """Tell the entries of failed tests and their sum, which the tally has, from other errors."""
    failed = ".tests." in entry.logger and entry.message.startswith(("FAIL: ", "ERROR: "))
    return failed or entry.logger == "odoo.tests.result"


def problems(lines, allowed):
    """Return the entries worse than INFO that `allowed` does not know, except failed tests."""
    found = (entry for entry in entries(lines) if entry.level in BAD and not is_test_failure(entry))
    return [
        str(entry) for entry in found if not any(pattern.search(str(entry)) for pattern in allowed)
    ]


def failures(lines):
    """Return the reports of the failed tests."""
    return [
        str(entry)
        for entry in entries(lines)
        if is_test_failure(entry) and entry.logger != "odoo.tests.result"
    ]


def skips(lines):
    """Return (test, reason) of the skipped tests."""
    found = (SKIPPED.match(entry.message.strip()) for entry in entries(lines))
    return [(match["test"], match["reason"]) for match in found if match]


def test_modules(lines):
    """Return the Python modules whose tests were started, e.g. odoo.addons.mail.tests.test_x."""
    return {entry.logger for entry in entries(lines) if entry.message.startswith("Starting ")}


def tally(lines):
    """Return the Tally of a test run, or None when the run did not get to its end."""
    lines = list(lines)
    results = [
        match
        for line in lines
        if "odoo.tests.result" in line
        for match in [RESULT.search(line)]
        if match
    ]
    if not results:
        return None
    failed, errors, ran = map(int, results[-1].groups())
    skipped = len(skips(lines))
    return Tally(max(0, ran - failed - errors - skipped), failed + errors, skipped)
