"""A whole update, from the first byte of metadata to the last folder removed, killed at each of its steps."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.model_vendor import Vendor, model_folder

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="children that are killed are forked")
def test_a_kill_at_each_step_leaves_a_model_that_loads(tmp_path: Path) -> None:
    vendor = Vendor(tmp_path / "vendor")
    vendor.begin()
    vendor.release("1.1.0")
    shipped = model_folder(tmp_path / "colour@1.0.0", "1.0.0")
    words = [str(each) for each in (vendor.public, vendor.root, shipped, tmp_path / "work")]
    command = [sys.executable, "-m", "tests.fakes.killed_update", *words]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False)
    assert ran.returncode == 0, ran.stderr
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(told) > 22
    assert [each["killed"] for each in told] == [True] * (len(told) - 1) + [False]
    assert {each["loaded"] for each in told} == {"colour@1.0.0", "colour@1.1.0"}
    assert {each["after"] for each in told} == {"colour@1.1.0"}
