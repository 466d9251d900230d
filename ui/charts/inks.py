"""What each series is drawn with. No Qt: plain values that a test can reason about. Colour is never alone: lines differ
in dashes and marks, stacked shares in order and in the pattern of the lowest, bars stand under their own title."""

from dataclasses import dataclass

from app.domain.charts import SeriesCode
from ui.theme.tokens import DARK, Palette


@dataclass(frozen=True, slots=True)
class Ink:
    """``dashed`` and ``mark`` ("o", "t": a triangle, as pyqtgraph names them) are of lines."""

    colour: str
    dashed: bool = False
    hatched: bool = False
    mark: str = "o"


# Lightness falls or rises with confidence, so that the order survives colour blindness and grey print.
_RAMPS = {
    "dark": ("#2E7F78", "#439E95", "#5EBDB2", "#8ADCD1", "#D0FBF4"),
    "light": ("#5F9B92", "#3B7D74", "#20615A", "#0C443F", "#02211E"),
}


def inks(colours: Palette) -> dict[SeriesCode, Ink]:
    ramp = _RAMPS["dark" if colours.name == DARK.name else "light"]
    return {
        SeriesCode.ALL: Ink(ramp[2]),
        SeriesCode.ACCEPTED: Ink(ramp[2]),
        SeriesCode.UNDECIDED: Ink(colours.caution),
        SeriesCode.REFUSED: Ink(colours.bad),
        SeriesCode.JUDGED: Ink(colours.bad),
        SeriesCode.REFUSED_THEN: Ink(colours.caution),
        SeriesCode.DISCREPANT: Ink(colours.caution),
        SeriesCode.MEDIAN: Ink(colours.accent),
        SeriesCode.P90: Ink(colours.caution, dashed=True, mark="t"),
        SeriesCode.BIN_0: Ink(colours.caution, hatched=True),
        **{SeriesCode(f"bin_{number}"): Ink(colour) for number, colour in enumerate(ramp, 1)},
    }
