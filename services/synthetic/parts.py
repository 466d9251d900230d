"""The ten cover designs the detector knows, and what each segment of a part number looks like."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

CLASS_LABELS: Final[tuple[str, ...]] = (
    "W_CV01_B20RXXX_B03N_NL_DG00",
    "W_CV01_B24RSXX_B03N_NL_DG00",
    "W_CV01_D23LXXX_D01N_NL_DG00",
    "W_CV01_D23RXXX_D01N_NL_DQ00",
    "W_CV01_D26LXXX_C03N_NL_DG00",
    "W_CV01_D26RXXX_C03N_NL_DG00",
    "W_CV01_D26RXXX_C03N_NL_DQ00",
    "W_CV01_D31LXXX_C01N_NL_DG00",
    "W_CV01_D31LXXX_C03N_NL_DG00",
    "W_CV01_D31RXXX_C03N_NL_DQ00",
)

LENGTH_MM: Final = {"B20": 197.0, "B24": 238.0, "D23": 232.0, "D26": 260.0, "D31": 306.0}
WIDTH_MM: Final = {"B": 129.0, "D": 173.0}
RIB_COUNT: Final = {"B20": 3, "B24": 5, "D23": 4, "D26": 6, "D31": 9}

Bgr = tuple[int, int, int]


class Venting(Enum):
    """How the six cells are closed; the visible meaning given to a type code in the demo material."""

    ROUND_PLUGS = "six small round plugs in one row, cross slot"
    STAGGERED_PLUGS = "six large round plugs in zigzag, coin slot"
    GANG_BARS = "two dark bars, three cells each"
    WELDED_LID = "one long welded lid with a flame arrestor at one end"


class Surface(Enum):
    """Colour and texture of the plastic; the visible meaning given to a finish code."""

    LIGHT_GRAIN = "light grey, fine grain"
    DARK_RIBBED = "anthracite, ribbed panel"


VENTING_OF_TYPE: Final = {
    "B03N": Venting.ROUND_PLUGS,
    "C01N": Venting.GANG_BARS,
    "C03N": Venting.WELDED_LID,
    "D01N": Venting.STAGGERED_PLUGS,
}
SURFACE_OF_FINISH: Final = {"DG00": Surface.LIGHT_GRAIN, "DQ00": Surface.DARK_RIBBED}
PLASTIC_BGR: Final[dict[Surface, Bgr]] = {
    Surface.LIGHT_GRAIN: (158, 161, 160),
    Surface.DARK_RIBBED: (58, 54, 51),
}


@dataclass(frozen=True)
class CoverDesign:
    """One physical cover. Lengths in mm; seen from above with both terminals along the lower long edge.

    side "L": the positive terminal is on the left, "R": on the right. The stamp is the canonical ERP
    spelling of the detector label.
    """

    label: str
    stamp: tuple[str, str]
    size: str
    side: str
    thick_posts: bool
    type_code: str
    finish_code: str

    @property
    def length_mm(self) -> float:
        """Length of the long edge."""
        return LENGTH_MM[self.size]

    @property
    def width_mm(self) -> float:
        """Length of the short edge."""
        return WIDTH_MM[self.size[0]]

    @property
    def venting(self) -> Venting:
        """Shape of the cell closures."""
        return VENTING_OF_TYPE[self.type_code]

    @property
    def surface(self) -> Surface:
        """Colour and texture of the plastic."""
        return SURFACE_OF_FINISH[self.finish_code]

    @property
    def rib_count(self) -> int:
        """Stiffening ribs between the terminals; grows with the battery size."""
        return RIB_COUNT[self.size]


def design_of(label: str) -> CoverDesign:
    """Derive the design from a detector label such as ``W_CV01_D26RXXX_C03N_NL_DG00``.

    Raises ValueError for a label that is not built from known segments.
    """
    segments = label.split("_")
    if len(segments) != 6 or segments[2][:3] not in LENGTH_MM or segments[2][3] not in "LR":
        raise ValueError(f"not a cover label: {label!r}")
    if segments[3] not in VENTING_OF_TYPE or segments[5] not in SURFACE_OF_FINISH:
        raise ValueError(f"unknown type or finish code: {label!r}")
    shown = ["Z" if segments[0] == "W" else segments[0], *segments[1:]]
    size = segments[2][:3]
    return CoverDesign(
        label=label,
        stamp=("-".join(shown[:3]), "-".join(shown[3:])),
        size=size,
        side=segments[2][3],
        thick_posts=size.startswith("D") or segments[2][4] == "S",
        type_code=segments[3],
        finish_code=segments[5],
    )
