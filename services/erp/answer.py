"""The ERP's JSON, read strictly: a row that is not understood stops the note instead of being guessed."""

import re
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.errors import ErrorCode, OperationalError
from app.domain.part_number import canonical_part_number

ROWS_AT_MOST = 2_000
QUANTITY_AT_MOST = 1_000_000
_DIGITS = re.compile(r"\s*[0-9]{1,12}\s*")


def _whole_number(raw: Any) -> int:
    """QTY arrives as a number or as text; nothing but whole pieces is taken."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and _DIGITS.fullmatch(raw):
        return int(raw)
    raise ValueError(f"“{str(raw)[:20]}” is not a whole number")


def _text_or_nothing(raw: Any) -> Any:
    return "" if raw is None else raw


class _Row(BaseModel):
    """Field names are the ERP's own."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    NODN: str = Field(min_length=1, max_length=60)
    ITEM: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$")
    QTY: Annotated[int, BeforeValidator(_whole_number)] = Field(ge=1, le=QUANTITY_AT_MOST)
    PO: Annotated[str, BeforeValidator(_text_or_nothing)] = Field("", max_length=60)


class _Answer(BaseModel):
    results: list[_Row] = Field(max_length=ROWS_AT_MOST)


def delivery_note(number: DnNumber, answer_json: bytes) -> DeliveryNote:
    """The note ``number`` from the body of an answer. Rows whose NODN does not start with ``number`` are not its.

    Raises OperationalError: DN_NOT_REGISTERED (no row of it), ERP_ANSWER_UNUSABLE (dn, problem).
    """
    try:
        answer = _Answer.model_validate_json(answer_json)
    except ValidationError as error:
        problem = _problem(error)
        raise OperationalError(ErrorCode.ERP_ANSWER_UNUSABLE, dn=number.text, problem=problem) from error
    rows = [row for row in answer.results if row.NODN.upper().startswith(number.text)]
    if not rows:
        raise OperationalError(ErrorCode.DN_NOT_REGISTERED, dn=number.text)
    if doubled := _doubled(rows):
        raise OperationalError(ErrorCode.ERP_ANSWER_UNUSABLE, dn=number.text, problem=doubled)
    return DeliveryNote(number, tuple(DeliveryLine(canonical_part_number(r.ITEM), r.QTY, r.PO) for r in rows))


def _doubled(rows: Sequence[_Row]) -> str:
    """Rule N3: two rows that are alike in everything are one row sent twice or two deliveries; nobody here can know."""
    seen: dict[tuple[str, str, int, str], int] = {}
    for place, row in enumerate(rows, start=1):
        first = seen.setdefault((row.NODN, row.ITEM, row.QTY, row.PO), place)
        if first != place:
            return f"rows {first} and {place} are alike: {row.ITEM}, {row.QTY}"
    return ""


def _problem(error: ValidationError) -> str:
    """The first thing wrong, as IT would say it to the ERP's people: ``row 3: QTY “x” is not a whole number``."""
    first = error.errors(include_url=False)[0]
    where, kind = first["loc"], first["type"]
    if kind == "json_invalid":
        return "it is not JSON"
    if len(where) < 2 or not isinstance(where[1], int):
        return f"it holds more than {ROWS_AT_MOST} rows" if kind == "too_long" else "it holds no list of results"
    field = str(where[2]) if len(where) > 2 else ""
    if kind == "missing":
        words = "is missing"
    elif kind == "value_error":
        words = first["msg"].removeprefix("Value error, ")
    else:
        words = f"“{str(first['input'])[:40]}” is not possible"
    return f"row {where[1] + 1}: {field} {words}".replace(":  ", ": ")
