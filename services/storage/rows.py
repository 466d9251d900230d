"""Between the tables' text and the domain's values."""

import hashlib
import json
import logging
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode, LabelRecord, ScannedLabel, parse_label_code
from app.domain.packing_session import PackingRecord
from app.domain.part_number import PartNumber, canonical_part_number
from services.storage.schema import ACTIVE, USED

log = logging.getLogger(__name__)

_MOST = 10_000_000


def quantity_of(text: object, owner: str) -> int:
    """Whole pieces from a quantity column (text, or a number where a column was migrated).

    Raises OperationalError(DATABASE_MISMATCH) naming ``owner`` when it is no whole number from 1 up.
    """
    try:
        number = Decimal(str(text).strip())
    except InvalidOperation:
        number = Decimal(0)
    if not (number.is_finite() and 1 <= number <= _MOST and number == number.to_integral_value()):
        problem = f"{owner} has the quantity “{str(text)[:40]}”"
        raise OperationalError(ErrorCode.DATABASE_MISMATCH, problem=problem)
    return int(number)


def part_of(text: object, owner: str) -> PartNumber:
    """Raises OperationalError(DATABASE_MISMATCH) naming ``owner`` when there is none."""
    part = canonical_part_number(text if isinstance(text, str) else "")
    if not part.text:
        raise OperationalError(ErrorCode.DATABASE_MISMATCH, problem=f"{owner} has no part number")
    return part


def label_record(row: Any) -> LabelRecord:
    """One row of ``labels``. Whatever stands in ``packing``, only NULL is free, as the guarded update sees it."""
    code = str(row.label).strip()
    return LabelRecord(
        LabelCode(code),
        part_of(row.part_number, f"label {code}"),
        quantity_of(row.qty, f"label {code}"),
        active=str(row.status).strip().casefold() == ACTIVE,
        used=row.packing is not None,
        supplier=(row.supplier or "").strip(),
    )


def usable_label(row: Any) -> LabelRecord | None:
    """As :func:`label_record`; None: nothing that a scanner reads could name it, or what it says cannot be used."""
    if parse_label_code(str(row.label)) != LabelCode(str(row.label).rstrip()):
        return None
    try:
        return label_record(row)
    except OperationalError as error:
        log.debug("a row of the label master is left out: %s", error)
        return None


def label_row(record: LabelRecord) -> dict[str, str | None]:
    return {
        "label": record.code.text,
        "part_number": record.part_number.text,
        "qty": str(record.quantity),
        "status": ACTIVE if record.active else "inactive",
        "supplier": record.supplier,
        "packing": USED if record.used else None,
    }


def recorded_label(row: Any, packed_at: str) -> ScannedLabel:
    """One row of ``detail_label_packing``, which keeps no time of its own: the note's is given."""
    code = str(row.label).strip()
    quantity = quantity_of(row.qty_label, f"packed label {code}")
    part = part_of(row.part_number_label, f"packed label {code}")
    return ScannedLabel(LabelCode(code), part, quantity, packed_at, True)


def utc_from_text(iso_text: str) -> datetime:
    """UTC without an offset, to the millisecond (all a DATETIME column keeps); a time without an offset is UTC."""
    moment = datetime.fromisoformat(iso_text)
    moment = moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def text_from_utc(moment: datetime) -> str:
    """ISO 8601 with the offset ``+00:00``."""
    return moment.replace(tzinfo=UTC).isoformat()


def payload_hash(record: PackingRecord) -> str:
    """SHA-256 of what was submitted, hexadecimal.

    Fields are named one by one, the newer ones only where they say something: a record written by last month's station
    and sent again by this month's is the same.
    """
    session = record.session
    payload = [
        record.packing_code,
        record.submitted_at,
        record.station_id,
        record.discrepancy_reason,
        session.session_id,
        session.note.number.text,
        [[line.part_number.text, line.quantity, line.purchase_order] for line in session.note.lines],
        [[label.code.text, label.part_number.text, label.quantity, label.recorded] for label in session.labels],
        sorted(part.text for part in session.inspected),
        session.agreement.value,
        *_when_said("removed", [label.code.text for label in session.removed]),
        *_when_said("note_as_of", session.note_as_of),
        *_when_said("operator", record.operator),
    ]
    return hashlib.sha256(json.dumps(payload, separators=(",", ":")).encode()).hexdigest()


def _when_said(name: str, value: object) -> list[list[object]]:
    return [[name, value]] if value else []
