"""``countersign verdicts``: what people said of the model's decisions, as rates or as a training set.

How verdicts come about is told in docs/model-review.md. ``rates`` tells the escape rate of the blind sample with its
95 % interval: the share of accepted covers that were the wrong part. ``export`` writes every verdict that stands as a
training set, in YOLO's format and in COCO's. Both ask for badge and PIN of somebody who may; the audit tells of an
export. One that is stopped with Ctrl-C leaves nothing behind.

Exit code: 0; 1 when who asks may not, the database does not answer, or the folder is there already or cannot be
written.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.bootstrap import build_audit, database_login
from app.commands.sign_in_prompt import add_sign_in_arguments, prompted_actor
from app.domain.judging import EscapeRow, Grouping, JudgingRules
from app.places import DATABASE_NAME
from app.ports.clock import SystemClock
from app.settings import Settings
from app.use_cases.authority import Authority
from app.use_cases.judge import RATE_DAYS, Judge, TrainingSetOutcome
from services.record.evidence_shelf import FolderShelf
from services.record.pictures import PICTURES_NAME
from services.storage.judgements import open_judgements
from services.training_set.folder import TrainingFolders


def add_arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="rates|export")
    rates = deeds.add_parser("rates", help="the escape rate with its interval, by part or station")
    rates.add_argument("--by", type=Grouping, choices=list(Grouping), default=Grouping.PART, help="part without it")
    rates.add_argument("--json", action="store_true", help="machine-readable output")
    export = deeds.add_parser("export", help="every verdict that stands as a training set (YOLO and COCO)")
    export.add_argument("folder", type=Path, metavar="FOLDER", help="which is not there yet")
    for deed in (rates, export):
        add_sign_in_arguments(deed)


def run(args: argparse.Namespace, settings: Settings) -> int:
    actor, authority = prompted_actor(settings, args.as_whom, secret_stdin=args.secret_stdin)
    with opened_judge(settings, authority) as judge:
        if args.deed == "rates":
            rows = judge.rates(actor, args.by)
            print(json.dumps(list(map(_plain, rows))) if args.json else "\n".join(rate_lines(rows)))
            return 0
        print(_exported(judge.export(actor, args.folder, _told), args.folder))
    return 0


@contextmanager
def opened_judge(settings: Settings, authority: Authority) -> Iterator[Judge]:
    """With the settings' database and the pictures of this machine, until the block ends. Raises
    OperationalError(DATABASE_…)."""
    rules, file, review = settings.database, settings.data_path / DATABASE_NAME, settings.review
    store = open_judgements(rules.url, file, rules.timeout_s, database_login(settings))
    audit = build_audit(settings)
    folders = [settings.data_path / PICTURES_NAME]
    folders += [Path(each.strip()) for each in review.picture_folders.split(";") if each.strip()]
    judging = JudgingRules(review.green_sample_percent, review.uncertain_confidence, review.uncertain_margin)
    try:
        yield Judge(store, FolderShelf(folders), TrainingFolders(), authority, audit, SystemClock(), judging)
    finally:
        store.close()
        audit.close()


def rate_lines(rows: tuple[EscapeRow, ...]) -> list[str]:
    """One line for all, then one for each group; a share never stands without its interval."""
    lines = [f"Of the blind sample of the last {RATE_DAYS} days; intervals of 95 % (Clopper-Pearson)."]
    for row in rows:
        rate, names = row.rate, [name for name in (row.part, row.station_id) if name]
        told = "nothing judged yet"
        if rate.share is not None:
            share, low, high = (f"{100 * each:.2f}" for each in (rate.share, rate.low, rate.high))
            told = f"{rate.wrong} wrong of {rate.judged}: {share} % ({low} to {high} %)"
        beside = f"; {row.unsure} unsure, {row.bad_pictures} bad pictures"
        name = _printable(" at ".join(names) or "all")
        lines.append(f"{name:<40}  {told}{beside}")
    return lines


def _plain(row: EscapeRow) -> dict[str, Any]:
    rate = row.rate
    return {
        "part": row.part,
        "station": row.station_id,
        "wrong": rate.wrong,
        "judged": rate.judged,
        "low": rate.low,
        "high": rate.high,
        "unsure": row.unsure,
        "bad_pictures": row.bad_pictures,
    }


def _told(done: int, total: int) -> bool:
    """On one line of the terminal; Ctrl-C stops the export, of which nothing is left then."""
    if sys.stderr.isatty():
        print(f"\r{done} of {total}", end="" if done < total else "\n", file=sys.stderr, flush=True)
    return True


def _exported(outcome: TrainingSetOutcome, folder: Path) -> str:
    written = outcome.written
    if written is None:
        return "stopped: nothing was written"
    left = ", ".join(f"{count} {reason.value}" for reason, count in outcome.left_out.items())
    counts = f"{written.pictures} pictures ({written.validation_pictures} for validation), {written.covers} covers"
    lines = [f"{folder}: {counts}, {len(written.classes)} parts", f"manifest {written.manifest_sha256}"]
    return "\n".join([*lines, f"left out: {left}"] if left else lines)


def _printable(text: str) -> str:
    return "".join(each if each.isprintable() else "?" for each in text)
