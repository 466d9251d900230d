"""How long an export of 100,000 rows takes, and how much memory: each in a process of its own, which is this module."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path

from app.commands.bench import Check
from app.domain.people import Actor, Person, Role
from app.own_program import module
from app.ports.clock import SystemClock
from app.ports.exports import ExportFormat, ExportKind
from app.ports.session_reports import (
    EVERY_SESSION,
    ROWS_AT_MOST,
    SessionFilter,
    SessionKey,
    SessionLabel,
    SessionPage,
    SessionSummary,
)
from app.use_cases.authority import Authority
from app.use_cases.export import Export, ExportOrder
from services.exports.session_source import SessionSource
from services.exports.table_files import SpreadsheetFiles
from services.storage.open_audit import open_audit
from services.storage.open_reports import reading
from services.storage.session_reports import SqlSessionReports

_ROWS = 100_000
_LABELS_A_SESSION = 6
_GOAL_S, _GOAL_MIB, _WAIT_S = 10, 200, 5.0
_REPOSITORY = Path(__file__).resolve().parents[2]


def measured_exports(file: Path) -> tuple[tuple[Check, ...], dict[str, object]]:
    """Of a database with some 100,000 sessions at least; with fewer there are fewer rows, which the figures tell."""
    checks: list[Check] = []
    figures: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="countersign-export-") as folder:
        for kind, form in product(ExportKind, ExportFormat):
            told = _in_a_process(file, Path(folder), kind, form)
            name = f"export of {kind} as {form}"
            checks.append(Check(f"{name}, s", float(told["s"]), f"<= {_GOAL_S}"))
            checks.append(Check(f"{name}: memory grown, MiB", float(told["grown_mib"]), f"<= {_GOAL_MIB}"))
            figures[f"export_{kind}_{form}"] = dict(told)
    return tuple(checks), figures


def _in_a_process(file: Path, folder: Path, kind: ExportKind, form: ExportFormat) -> Mapping[str, float]:
    words = [str(file.absolute()), str(folder), kind.value, form.value]
    done = subprocess.run(module(__name__, *words), cwd=_REPOSITORY, capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


class _FirstPages:
    """As many pages of the source as hold 100,000 rows."""

    def __init__(self, source: SessionSource, kind: ExportKind) -> None:
        self._source = source
        self._left = _ROWS // ROWS_AT_MOST // (_LABELS_A_SESSION if kind is ExportKind.LABELS else 1)

    def page(self, wanted: SessionFilter, after: SessionKey | None, limit: int) -> SessionPage:
        self._left -= 1
        page = self._source.page(wanted, after, limit)
        return SessionPage(page.sessions, page.next_after if self._left > 0 else None)

    def labels_of(self, sessions: Sequence[SessionSummary]) -> Mapping[str, Sequence[SessionLabel]]:
        return self._source.labels_of(sessions)


def _measure(file: Path, folder: Path, kind: ExportKind, form: ExportFormat) -> dict[str, float]:
    """Of this process. The memory is what it has grown by while rows were written."""
    engine, engine_kind = reading("", file, _WAIT_S)
    source = _FirstPages(SessionSource([SqlSessionReports(engine, engine_kind)], engine, engine_kind), kind)
    audit = open_audit("", folder / "audit.sqlite", _WAIT_S)
    who = Actor("SV-1", Role.SUPERVISOR, "bench")
    authority = Authority(lambda name: Person(name, name, who.role), SystemClock())
    order = ExportOrder(kind, form, folder / f"{kind}.{form}", EVERY_SESSION)
    before_kb, start, start_cpu = _memory_kb("VmRSS:"), time.perf_counter(), time.process_time()
    rows = Export(source, SpreadsheetFiles(), authority, audit).write(who, order, lambda _: True).rows
    seconds, cpu_s, peak_kb = time.perf_counter() - start, time.process_time() - start_cpu, _memory_kb("VmHWM:")
    engine.dispose()
    audit.close()
    return {
        "rows": rows,
        "s": round(seconds, 1),
        "cpu_s": round(cpu_s, 1),
        "grown_mib": round((peak_kb - before_kb) / 1024, 1),
        "file_mib": round(order.path.stat().st_size / 2**20, 1),
    }


def _memory_kb(name: str) -> int:
    """Linux only, as :mod:`app.commands.bench_reports_export`."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


if __name__ == "__main__":
    database, out, what, how = sys.argv[1:]
    print(json.dumps(_measure(Path(database), Path(out), ExportKind(what), ExportFormat(how))))
