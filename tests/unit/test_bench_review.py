"""`countersign bench review`, on a small factory: what it prints, not how fast this machine is."""

import json
import os
import subprocess
import sys


def test_the_review_bench_opens_sessions_without_a_screen() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "app", "bench", "review", "--part", "session", "--sessions", "300"],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    printed = json.loads(run.stdout)
    (check,) = printed["checks"]
    assert check["name"] == "session opened: worst of 10, ms"
    assert 0 < check["value"] < printed["first_picture_ms"]["worst"]
    assert printed["session"].startswith("500 labels, 60 pictures")
