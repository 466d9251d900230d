"""Rows about judged decisions, and the values that they hold."""

import json
import math
from collections.abc import Mapping
from typing import Any

from app.domain.decision import Picture
from app.domain.detection import Box
from app.domain.errors import ErrorCode, OperationalError
from app.domain.judging import Candidate, DecisionKey, Draw, JudgedDecision, Judgement, Verdict
from app.domain.part_number import PartNumber, canonical_part_number
from app.domain.stamp import StampSays
from app.ports.judgements import Example
from services.storage.rows import text_from_utc, utc_from_text


def row_of(judgement: Judgement) -> Mapping[str, Any]:
    return {
        "session_id": judgement.key.session_id,
        "seq": judgement.key.seq,
        "drawn_as": judgement.drawn_as.value,
        "verdict": judgement.verdict.value,
        "right_part": judgement.right_part,
        "judged_by": judgement.by,
        "judged_at": utc_from_text(judgement.at),
    }


def judgement_of(row: Any) -> Judgement:
    """A row of ``countersign_verdict``. DATABASE_MISMATCH."""
    if row.drawn_as not in set(Draw):
        raise OperationalError(ErrorCode.DATABASE_MISMATCH, problem=f"nothing is drawn as “{row.drawn_as[:20]}”")
    key, at = DecisionKey(row.session_id, row.seq), text_from_utc(row.judged_at)
    return Judgement(key, Draw(row.drawn_as), verdict_of(row.verdict), row.right_part, row.judged_by, at)


def candidate_of(row: Any, contradicted: Mapping[str, frozenset[int]]) -> Candidate:
    plain = _plain(row.detail)
    return Candidate(
        DecisionKey(row.session_id, row.seq),
        row.verdict,
        _claimed(row, plain),
        row.confidence,
        _number(plain.get("margin"), 1.0),
        _picture(row),
        _box(plain),
        stamp_contradicts=row.stamp_says == StampSays.CONTRADICTS.value,
        by_alias=row.alias_by != "",
        label_disagrees=row.verdict != "undecided" and row.seq in contradicted.get(row.session_id, ()),
    )


def judged_of(row: Any) -> JudgedDecision:
    plain, key = _plain(row.detail), DecisionKey(row.session_id, row.seq)
    verdict = verdict_of(row.judged_as)
    return JudgedDecision(key, _claimed(row, plain), verdict, row.right_part, _picture(row), _box(plain))


def example_of(row: Any) -> Example:
    return Example(_picture(row), _box(_plain(row.detail)))


def _claimed(row: Any, plain: Mapping[str, Any]) -> PartNumber:
    """The part that was decided; of an undecided cover the first one spoken of, else what its label spells."""
    if row.part_number:
        return PartNumber(row.part_number)
    parts = plain.get("parts")
    named = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], str) else row.model_label
    return canonical_part_number(named)


def _picture(row: Any) -> Picture:
    return Picture(row.picture_id, row.picture_sha256)


def _plain(detail: str) -> Mapping[str, Any]:
    """What cannot be read says nothing: the columns beside it are what counts."""
    try:
        plain = json.loads(detail)
    except ValueError:
        return {}
    return plain if isinstance(plain, dict) else {}


def _box(plain: Mapping[str, Any]) -> Box | None:
    """None: an older version wrote none, or it is no part of a picture."""
    sides = plain.get("box")
    if not isinstance(sides, list) or len(sides) != 4 or not all(isinstance(each, int | float) for each in sides):
        return None
    x1, y1, x2, y2 = (min(1.0, max(0.0, float(each))) for each in sides)
    return Box(x1, y1, x2, y2) if x1 < x2 and y1 < y2 else None


def _number(value: object, otherwise: float) -> float:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else otherwise


def verdict_of(text: str) -> Verdict:
    """DATABASE_MISMATCH: there is no such verdict."""
    if text not in set(Verdict):
        raise OperationalError(ErrorCode.DATABASE_MISMATCH, problem=f"there is no verdict “{text[:20]}”")
    return Verdict(text)
