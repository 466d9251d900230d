"""What the doctor's page shows, as pure functions. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.health import Check, Finding, Verdict, in_order, worst

GLYPHS = {Verdict.PASS: "✓", Verdict.SKIPPED: "–", Verdict.WARN: "⚠", Verdict.FAIL: "✗"}
TONES = {Verdict.PASS: "good", Verdict.SKIPPED: "plain", Verdict.WARN: "caution", Verdict.FAIL: "bad"}


class Standing(StrEnum):
    """Of one line."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Line:
    """``findings``: the worst first; none before the check is over."""

    check: Check
    standing: Standing = Standing.RUNNING
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """``over``: nothing runs any more."""

    lines: tuple[Line, ...] = ()
    over: bool = True

    @property
    def done(self) -> int:
        return sum(line.standing is Standing.DONE for line in self.lines)

    @property
    def complete(self) -> bool:
        """Everything was looked at."""
        return self.over and bool(self.lines) and self.done == len(self.lines)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for line in self.lines for finding in line.findings)

    def count(self, verdict: Verdict) -> int:
        """Checks, each by the worst that was found."""
        return sum(line_verdict(line) is verdict for line in self.lines if line.findings)


def begun(checks: Sequence[Check] = tuple(Check)) -> Page:
    return Page(tuple(Line(check) for check in checks), over=False)


def heard(page: Page, check: Check, findings: Sequence[Finding]) -> Page:
    lines = [
        Line(check, Standing.DONE, tuple(in_order(findings))) if line.check is check else line for line in page.lines
    ]
    return replace(page, lines=tuple(lines))


def ended(page: Page) -> Page:
    """What has not been heard by now was stopped."""
    lines = [
        replace(line, standing=Standing.STOPPED) if line.standing is Standing.RUNNING else line for line in page.lines
    ]
    return Page(tuple(lines), over=True)


def line_verdict(line: Line) -> Verdict:
    """Of a line with findings: what passed counts more than what there was nothing to check of."""
    told = [each for each in line.findings if each.verdict is not Verdict.SKIPPED]
    return worst(told) if told else Verdict.SKIPPED
