"""The demonstration's paper: delivery notes as the ERP would send them, and the label master that goes with them."""

from app.domain.labels import LabelCode, LabelRecord
from app.domain.part_number import PartNumber

DEMO_DN = "KSS007317A"
ONE_LINE_DN = "KSS007401B"
THIRTY_LINES_DN = "KSS007455C"
SPLIT_LINE_DN = "KSS007460D"

_B24RS = "Z-CV01-B24RSXX-B03N-NL-DG00"
_D23L = "Z-CV01-D23LXXX-D01N-NL-DG00"
_D26L = "Z-CV01-D26LXXX-C03N-NL-DG00"
_D31R = "Z-CV01-D31RXXX-C03N-NL-DQ00"
_D23R = "Z-CV01-D23RXXX-D01N-NL-DQ00"
_B20R = "Z-CV01-B20RXXX-B03N-NL-DG00"
_TAILS = (
    "B20RXXX-B03N-NL-DG00",
    "B24RSXX-B03N-NL-DG00",
    "D23LXXX-D01N-NL-DG00",
    "D23RXXX-D01N-NL-DQ00",
    "D26LXXX-C03N-NL-DG00",
    "D26RXXX-C03N-NL-DG00",
    "D26RXXX-C03N-NL-DQ00",
    "D31LXXX-C01N-NL-DG00",
    "D31LXXX-C03N-NL-DG00",
    "D31RXXX-C03N-NL-DQ00",
)
_THIRTY_PARTS = tuple(f"Z-{series}-{tail}" for series in ("CV01", "CV02", "CV03") for tail in _TAILS)
_SUPPLIER = "PT Sinar Plastik"

Row = dict[str, object]


def demo_deliveries() -> dict[str, list[Row]]:
    """DN → rows. As in the real ERP a QTY may be text, and a NODN may extend the number asked for."""
    return {
        DEMO_DN: [
            _row(DEMO_DN, _B24RS, 40, "SUB250432"),
            _row(DEMO_DN, _D23L, "60", "SUB250432"),
            _row(DEMO_DN, _D26L, 45, "SUB250432"),
            _row(f"{DEMO_DN}-1", _D31R, 30, "SUB250432"),
        ],
        ONE_LINE_DN: [_row(ONE_LINE_DN, _D26L, 24, "SUB250440")],
        THIRTY_LINES_DN: [_row(THIRTY_LINES_DN, part, 12, "SUB250447") for part in _THIRTY_PARTS],
        SPLIT_LINE_DN: [
            _row(SPLIT_LINE_DN, _D23R, 20, "SUB250451"),
            _row(SPLIT_LINE_DN, _D23R, 10, "SUB250452"),
            _row(SPLIT_LINE_DN, _B20R, 16, "SUB250452"),
        ],
    }


def demo_labels() -> tuple[LabelRecord, ...]:
    """One to three labels fulfil each part of a note; then four that must be refused, each for its own reason."""
    return (
        _label(101, _B24RS, 20),
        _label(102, _B24RS, 20),
        _label(111, _D23L, 20),
        _label(112, _D23L, 20),
        _label(113, _D23L, 20),
        _label(121, _D26L, 25),
        _label(122, _D26L, 20),
        _label(131, _D31R, 30),
        _label(141, _D26L, 12),
        _label(142, _D26L, 12),
        _label(151, _D23R, 20),
        _label(152, _D23R, 10),
        _label(153, _B20R, 16),
        _label(191, _D23L, 20, active=False),
        _label(192, _D26L, 20, used=True),
        _label(193, _D23R, 20),
        _label(194, _D31R, 50),
        *(_label(300 + n, part, 12) for n, part in enumerate(_THIRTY_PARTS, start=1)),
    )


def _row(number: str, part: str, quantity: int | str, order: str) -> Row:
    return {"NODN": number, "ITEM": part, "QTY": quantity, "PO": order}


def _label(serial: int, part: str, quantity: int, *, active: bool = True, used: bool = False) -> LabelRecord:
    return LabelRecord(LabelCode(f"LBL-26-{serial:06d}"), PartNumber(part), quantity, active, used, _SUPPLIER)
