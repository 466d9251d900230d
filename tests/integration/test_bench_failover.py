"""``bench failover`` on a small model and with short times: the figures are there and the goals are met."""

import argparse
from pathlib import Path

from app.commands import bench_failover
from app.settings import InferenceSettings, ModelSettings, Settings
from tests.fakes.onnx_models import colour_model


def test_a_killed_and_a_hung_server_are_measured(tmp_path: Path) -> None:
    settings = Settings(
        model=ModelSettings(path=str(colour_model(tmp_path / "colour.onnx"))),
        inference=InferenceSettings(healthy_s=0.3, silence_s=0.6, connect_retry_s=0.2),
    )
    report = bench_failover.measure(argparse.Namespace(fps=30), settings)
    assert [check.name for check in report.checks if not check.ok] == []
    assert {"killed: local results, s", "hung: noticed, s"} <= {check.name for check in report.checks}
    assert report.figures["fps"] == 30
    assert set(report.figures) == {"fps", "frames", "frames_lost"}
