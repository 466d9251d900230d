"""`countersign bench list`, on a short note: what it prints, not how fast this machine is."""

import json
import os
import subprocess
import sys


def test_the_list_bench_scans_and_turns_pages_without_a_screen() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "app", "bench", "list", "--lines", "12", "--labels", "30"],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    printed = json.loads(run.stdout)
    assert [check["name"] for check in printed["checks"]] == ["one_label_ms", "one_page_ms"]
    assert (printed["lines"], printed["labels"]) == (12, 30)
    assert all(check["value"] > 0 for check in printed["checks"])
    assert printed["state_ms"] + printed["show_and_paint_ms"] > 0
