"""Frame: one picture of a camera, the one numpy type of the core."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.detection import FrameStamp

BgrImage = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Frame:
    """``image`` is uint8 [height, width, 3], BGR, origin top left, contiguous, and never written to again."""

    stamp: FrameStamp
    image: BgrImage
