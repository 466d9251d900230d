"""Camera frames for the load: synthetic scenes of the bench, JPEG as stations send them."""

from pathlib import Path

import numpy as np

QUALITY = 82
FULL_WIDTH = 1280
"""What the stations of the present design send: the camera's own picture."""

OUR_WIDTH = 640
"""What a station of ours sends in its default settings."""

_FIRST_SEED = 4100


def write_pictures(folder: Path, *, width: int = FULL_WIDTH, count: int = 8) -> Path:
    """``count`` different frames of 16:9 as .jpg files in ``folder``; narrower ones are scaled down, as stations do."""
    import cv2  # dear to import, and load clients only read

    from services.synthetic.scenes import render_scene
    from services.vision import jpeg

    size = (width, width * 9 // 16)
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(count):
        image = cv2.resize(render_scene(_FIRST_SEED + index).image, size, interpolation=cv2.INTER_AREA)
        (folder / f"{index:02}.jpg").write_bytes(jpeg.encode(np.asarray(image, np.uint8), QUALITY))
    return folder


def read_pictures(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob("*.jpg"))]
