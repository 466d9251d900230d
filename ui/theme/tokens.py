"""Colours and sizes, declared once. No Qt here: both are plain values that tests can reason about."""

from dataclasses import dataclass

from app.domain.grade import Grade
from app.domain.notices import Tone


@dataclass(frozen=True, slots=True)
class ToneColours:
    fill: str
    text: str


@dataclass(frozen=True, slots=True)
class Palette:
    """Text on its ground keeps a contrast of 7:1, marks that carry meaning 3:1 (both tested)."""

    name: str
    ground: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    accent_pressed: str
    on_accent: str
    good: str
    caution: str
    bad: str
    selected: str
    tones: dict[Tone, ToneColours]


DARK = Palette(
    name="dark",
    ground="#0A0E14",
    surface="#121A24",
    raised="#1C2734",
    line="#2C3A4B",
    text="#F4F7FB",
    muted="#AEBBCB",
    accent="#5EEAD4",
    accent_pressed="#2DBFA9",
    on_accent="#04211D",
    good="#5EEAD4",
    caution="#FBBF24",
    bad="#FF8F85",
    selected="#143A44",
    tones={
        Tone.INFO: ToneColours("#16344F", "#F2F8FF"),
        Tone.GOOD: ToneColours("#0B5A4F", "#F0FFFB"),
        Tone.REFUSED: ToneColours("#98211A", "#FFFFFF"),
        Tone.TROUBLE: ToneColours("#FBBF24", "#1C1300"),
    },
)

LIGHT = Palette(
    name="light",
    ground="#E6EBF1",
    surface="#FFFFFF",
    raised="#F1F4F8",
    line="#C3CDD9",
    text="#0B1220",
    muted="#3F4E61",
    accent="#0B5F58",
    accent_pressed="#084842",
    on_accent="#FFFFFF",
    good="#0B5F58",
    caution="#8A4B00",
    bad="#98211A",
    selected="#CFEDE8",
    tones={
        Tone.INFO: ToneColours("#16344F", "#F2F8FF"),
        Tone.GOOD: ToneColours("#0B5A4F", "#F0FFFB"),
        Tone.REFUSED: ToneColours("#98211A", "#FFFFFF"),
        Tone.TROUBLE: ToneColours("#FBBF24", "#1C1300"),
    },
)

PALETTES = {palette.name: palette for palette in (DARK, LIGHT)}

# Over the camera picture, whatever the theme: lightness rises with the grade, so the order survives colour blindness.
GRADE_COLOURS = {Grade.DIM: "#A8B3C2", Grade.AMBER: "#C2410C", Grade.ORANGE: "#FBBF24", Grade.GREEN: "#5EEAD4"}
WRONG_COLOUR = "#FF5A4F"
STALE_COLOUR = "#C7CFDA"
CHIP_GROUND = "#0A0E14"
CHIP_TEXT = "#FFFFFF"
CHIP_MUTED = "#C3CDDA"
CHIP_TRACK = "#4A5563"
CHIP_RIGHT_GROUND = "#07352F"
CHIP_WRONG_GROUND = "#4A100C"
VEIL_GROUND = "#0B0F15"
VEIL_TEXT = "#FFFFFF"
VEIL_MUTED = "#DCE3EB"
VEIL_WARNING = "#FBBF24"

GLYPHS = {Tone.INFO: "→", Tone.GOOD: "✓", Tone.REFUSED: "✗", Tone.TROUBLE: "⚠"}

_DESIGN_WIDTH, _DESIGN_HEIGHT = 1366, 768
_SMALLEST, _LARGEST, _STEP = 0.74, 1.8, 0.02
_PRIMARY_MM, _SECONDARY_MM, _MINIMUM_MM, _GAP_MM = 25.0, 20.0, 15.0, 3.0
_PRIMARY_SHARE, _SECONDARY_SHARE = 0.125, 0.1
_PART_MM, _INSTRUCTION_MM = 10.0, 6.0
_CAP_HEIGHT = 0.727
"""Height of Inter's capitals and figures, as a share of the font's size."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Pixels of one window size on one screen. Touch heights come from millimetres, the rest from the design grid.

    ``text`` is ``unit`` for type: larger by what the operator has set. ``hero`` is the font of the part in hand, whose
    capitals are 10 mm high; ``action`` makes capitals of 6 mm at least.
    """

    unit: float
    text: float
    gap: int
    radius: int
    caption: int
    body: int
    strong: int
    title: int
    quantity: int
    part: int
    hero: int
    action: int
    code: int
    primary: int
    secondary: int
    touch: int
    touch_gap: int
    bar: int


def sizes(width_px: int, height_px: int, dots_per_mm: float, text_percent: int = 100) -> Sizes:
    """The type grows with the window; a button is 25 mm (20, 15) high where room allows and never below 15 mm."""
    unit = min(width_px / _DESIGN_WIDTH, height_px / _DESIGN_HEIGHT)
    unit = round(min(_LARGEST, max(_SMALLEST, unit)) / _STEP) * _STEP
    text = unit * text_percent / 100
    touch = round(_MINIMUM_MM * dots_per_mm)

    def grid(pixels: float) -> int:
        return max(1, round(pixels * unit))

    def type_of(pixels: float, at_least: int = 1) -> int:
        return max(at_least, round(pixels * text))

    def capitals(millimetres: float) -> int:
        return round(millimetres * dots_per_mm / _CAP_HEIGHT)

    return Sizes(
        unit=unit,
        text=text,
        gap=grid(10),
        radius=grid(10),
        caption=type_of(12.5, 11),
        body=type_of(14.5, 12),
        strong=type_of(17, 13),
        title=type_of(24),
        quantity=type_of(27),
        part=type_of(36),
        hero=min(type_of(72), max(type_of(52), capitals(_PART_MM))),
        action=type_of(40, capitals(_INSTRUCTION_MM)),
        code=type_of(42),
        primary=max(touch, min(round(_PRIMARY_MM * dots_per_mm), round(_PRIMARY_SHARE * height_px))),
        secondary=max(touch, min(round(_SECONDARY_MM * dots_per_mm), round(_SECONDARY_SHARE * height_px))),
        touch=touch,
        touch_gap=max(grid(10), round(_GAP_MM * dots_per_mm)),
        bar=max(4, grid(6)),
    )
