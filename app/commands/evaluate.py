"""``countersign eval``: the model on synthetic scenes it was never trained on.

Scenes are drawn from their seed, so the same arguments give the same pictures.

Exit code: 0.
"""

import argparse

from app.bootstrap import build_engine
from app.settings import Settings
from services.synthetic.scenes import Conditions
from services.training.evaluate import EvalReport, evaluate

FIRST_UNSEEN_SEED = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    normal = Conditions()
    parser.add_argument(
        "--seed", type=int, default=FIRST_UNSEEN_SEED, help="first scene seed (training: below 1000000)"
    )
    parser.add_argument("--scenes", type=int, default=100, help="how many scenes")
    parser.add_argument("--blur", type=float, default=normal.blur, help="0 sharp … 1 severe")
    parser.add_argument("--light", type=float, default=normal.light, help="0 even … 1 severe")
    parser.add_argument("--noise", type=float, default=normal.noise, help="0 clean … 1 severe")
    parser.add_argument("--json", action="store_true", help="machine-readable output")


def run(args: argparse.Namespace, settings: Settings) -> int:
    engine = build_engine(settings)
    conditions = Conditions(blur=args.blur, light=args.light, noise=args.noise)
    seeds = range(args.seed, args.seed + args.scenes)
    report = evaluate(lambda image: engine.infer_image(image).detections, seeds, conditions)
    print(report.to_json() if args.json else _words(report))
    return 0


def _words(report: EvalReport) -> str:
    lines = [
        f"scenes {report.scenes}, covers {report.covers}",
        f"mAP50 {report.map50:.4f}   mAP50-95 {report.map50_95:.4f}",
        f"at confidence 0.85 or above: {report.accepted} detections, {len(report.confusions)} of another class, "
        f"{len(report.side_confusions)} L taken for R or R for L",
    ]
    lines += [
        f"  {label:<30} recall {recall:.3f}   at 0.85 {report.recall_accepted[label]:.3f}"
        for label, recall in report.recall_shown.items()
    ]
    return "\n".join(lines)
