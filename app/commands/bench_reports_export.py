"""Whether an export of everything needs more memory than a small one: each in a process of its own."""

import re
import subprocess
import sys
import time
from pathlib import Path

_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)
# Run as the command is; at the end its own peak is told.
_PROGRAM = """
import sys
from pathlib import Path
from app.__main__ import main
code = main(sys.argv[1:])
print(Path("/proc/self/status").read_text())
sys.exit(code)
"""


def export_figures(file: Path, folder: Path) -> tuple[float, dict[str, object]]:
    """The peak memory of an export of all by that of one station's sessions, and what was measured."""
    small_mib, _ = _exported(file, folder / "station.csv", "--station", "station-1")
    all_mib, seconds = _exported(file, folder / "all.csv")
    csv_mib = round((folder / "all.csv").stat().st_size / 2**20, 1)
    figures = {"one_station_peak_mib": small_mib, "all_peak_mib": all_mib, "all_s": seconds, "all_csv_mib": csv_mib}
    return round(all_mib / small_mib, 3), dict(figures)


def _exported(file: Path, csv: Path, *words: str) -> tuple[float, float]:
    """Peak memory in MiB, and seconds."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, "sessions", "--set", f"database.url=sqlite:///{file.absolute()}",
         "--export", str(csv), *words],
        cwd=Path(__file__).resolve().parents[2], capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = _PEAK.search(done.stdout)
    if found is None:
        raise RuntimeError("this system does not tell a process's peak memory in /proc")
    return round(int(found[1]) / 1024, 1), round(time.perf_counter() - start, 1)
