"""What the doctor found, for people at a terminal and for programs (docs/doctor.md has the schema)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.health import Finding, Verdict, worst
from app.health_messages import CHECKS, finding_words
from app.version import Build

SCHEMA = 1
_GLYPHS = {Verdict.PASS: "✓", Verdict.SKIPPED: "–", Verdict.WARN: "⚠", Verdict.FAIL: "✗"}
_NOTHING = "Nothing to do."


@dataclass(frozen=True, slots=True)
class Examined:
    """``at``: when it began, UTC; ``took_s`` how long it was."""

    findings: Sequence[Finding]
    station: str
    build: Build
    at: datetime
    took_s: float

    @property
    def verdict(self) -> Verdict:
        """What was skipped is neither good nor bad."""
        return worst(each for each in self.findings if each.verdict is not Verdict.SKIPPED)


def as_json(examined: Examined) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "version": examined.build.version,
        "build": examined.build.id,
        "station": examined.station,
        "at": examined.at.isoformat(timespec="seconds"),
        "took_s": round(examined.took_s, 1),
        "verdict": examined.verdict,
        "findings": [_plain(each) for each in examined.findings],
    }


def as_lines(examined: Examined) -> Iterator[str]:
    for finding in examined.findings:
        words = finding_words(finding)
        action = "" if words.action == _NOTHING else f" {words.action}"
        yield f"{_GLYPHS[finding.verdict]} {finding.verdict:<7}  {CHECKS[finding.check]:<9}  {words.what}{action}"
    yield summary(examined)


def summary(examined: Examined) -> str:
    counts = dict.fromkeys((Verdict.FAIL, Verdict.WARN, Verdict.PASS, Verdict.SKIPPED), 0)
    for finding in examined.findings:
        counts[finding.verdict] += 1
    told = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    return f"{told}; {examined.took_s:.1f} s"


def _plain(finding: Finding) -> dict[str, object]:
    words = finding_words(finding)
    return {
        "check": finding.check,
        "verdict": finding.verdict,
        "code": finding.code,
        "what": words.what,
        "do": words.action,
        "details": dict(finding.details),
    }
