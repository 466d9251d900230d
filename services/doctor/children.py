"""Each check in a process of its own: a driver that hangs in C, or takes its process down, ends there."""

import json
import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.health import Check, Finding, FindingCode, Verdict, broke_off, no_answer
from app.ports.checks import Heard

_LOOK_S = 0.02
_LAST_WORDS_S = 0.2
_TEXT_AT_MOST = 400


@dataclass(frozen=True, slots=True)
class Start:
    """How a child is started: its command line, and what is added to its environment. It prints its findings as
    :func:`written` does."""

    words: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


StartOf = Callable[[Check, float], Start]
"""For one check, which has so many seconds."""


class ChildChecks:
    """Implements :class:`app.ports.checks.CheckRunner`. One thread, the caller's, watches over all of them; beside it
    there is one for each that reads what its child says, which ends with the child.

    A child that sits in a system call which even a kill does not end (a network drive that is away) is left behind.
    """

    def __init__(self, start_of: StartOf) -> None:
        self._start_of = start_of

    def run(self, checks: Sequence[Check], limit_s: float, heard: Heard, stopping: Callable[[], bool]) -> None:
        until_s = time.monotonic() + limit_s
        children = {check: self._begin(check, limit_s) for check in checks}
        try:
            while children and not stopping():
                for check, child in list(children.items()):
                    if child.process.poll() is not None:
                        heard(check, child.findings(check))
                    elif time.monotonic() > until_s:
                        child.process.kill()
                        heard(check, [no_answer(check, limit_s)])
                    else:
                        continue
                    del children[check]
                    child.leave()
                time.sleep(_LOOK_S)
        finally:
            for child in children.values():
                child.process.kill()
            for child in children.values():
                child.leave()

    def _begin(self, check: Check, limit_s: float) -> "_Child":
        start = self._start_of(check, limit_s)
        process = subprocess.Popen(
            start.words,
            env={**os.environ, **start.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        return _Child(process)


@dataclass
class _Child:
    process: subprocess.Popen[bytes]
    _said: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._reader = threading.Thread(target=self._read, name="doctor-child", daemon=True)
        self._reader.start()

    def _read(self) -> None:
        if self.process.stdout is not None:
            self._said.append(self.process.stdout.read())

    def findings(self, check: Check) -> list[Finding]:
        """Of a child that has ended."""
        self._reader.join(_LAST_WORDS_S)
        lines = b"".join(self._said).decode("utf-8", errors="replace").strip().splitlines()
        try:
            return read(lines[-1])
        except (IndexError, ValueError, KeyError, TypeError):
            return [broke_off(check, f"exit code {self.process.returncode}")]

    def leave(self) -> None:
        """Nothing of an ended child stays; one that cannot be killed is left to the system."""
        try:
            self.process.wait(_LAST_WORDS_S)
        except subprocess.TimeoutExpired:
            return
        self._reader.join(_LAST_WORDS_S)
        if self.process.stdout is not None and not self._reader.is_alive():
            self.process.stdout.close()


def written(findings: Sequence[Finding]) -> str:
    """One line, ASCII."""
    return json.dumps([_plain(each) for each in findings])


def read(line: str) -> list[Finding]:
    """Of what :func:`written` wrote. ValueError, KeyError, TypeError: it is something else."""
    return [
        Finding(Check(each["check"]), Verdict(each["verdict"]), FindingCode(each["code"]), dict(each["details"]))
        for each in json.loads(line)
    ]


def _plain(finding: Finding) -> dict[str, object]:
    details = {key: _short(value) for key, value in finding.details.items()}
    return {"check": finding.check, "verdict": finding.verdict, "code": finding.code, "details": details}


def _short(value: object) -> object:
    return f"{value[:_TEXT_AT_MOST]}…" if isinstance(value, str) and len(value) > _TEXT_AT_MOST else value
