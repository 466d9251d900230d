"""The whole way from nothing to a model that stations can load: render, train, export, evaluate, describe."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from services.synthetic.parts import CLASS_LABELS
from services.synthetic.scenes import Conditions
from services.training.evaluate import Detect, EvalReport, evaluate
from services.training.export import export_onnx, write_model_card
from services.training.render import EVALUATION_SEED
from services.training.train import Progress, TrainSettings, averaged_network, train

log = logging.getLogger(__name__)


def produce_model(
    settings: TrainSettings,
    *,
    folder: Path,
    output: Path,
    name: str,
    version: str,
    load_detector: Callable[[Path], Detect],
    evaluation_scenes: int = 500,
    on_progress: Callable[[Progress], None] | None = None,
) -> EvalReport:
    """Train in `folder`, write `<name>.onnx` and `model.toml` into `output`, return what was measured.

    `load_detector` opens the exported file with whatever runs it at the station, so that the figures are
    those the station will see. Interrupted, it continues where it was when called again.
    """
    began_s = time.monotonic()
    checkpoint = train(settings, folder=folder, on_progress=on_progress)
    spent_s = time.monotonic() - began_s
    output.mkdir(parents=True, exist_ok=True)
    model = output / f"{name}.onnx"
    sha256 = export_onnx(averaged_network(checkpoint), model, labels=CLASS_LABELS, version=version)
    log.info("exported %s after %.0f s, evaluating", model, spent_s)
    seeds = range(EVALUATION_SEED, EVALUATION_SEED + evaluation_scenes)
    report = evaluate(load_detector(model), seeds, Conditions())
    write_model_card(
        output / "model.toml",
        name=name,
        version=version,
        labels=CLASS_LABELS,
        sha256=sha256,
        metrics=measured(report),
        training=described(settings, spent_s),
    )
    return report


def measured(report: EvalReport) -> Mapping[str, object]:
    """The figures of a report that go into the model card, rounded to four places."""
    return {
        "scenes": report.scenes,
        "covers": report.covers,
        "first_seed": EVALUATION_SEED,
        "map50": round(report.map50, 4),
        "map50_95": round(report.map50_95, 4),
        "accepted": report.accepted,
        "accepted_nowhere": report.accepted_nowhere,
        "confusions": len(report.confusions),
        "side_confusions": len(report.side_confusions),
        "recall_shown": {label: round(share, 4) for label, share in report.recall_shown.items()},
        "recall_accepted": {label: round(share, 4) for label, share in report.recall_accepted.items()},
    }


def described(settings: TrainSettings, spent_s: float) -> Mapping[str, object]:
    """Every figure of a run, for the model card."""
    return asdict(settings) | {"wall_time_s": round(spent_s)}
