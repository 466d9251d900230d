"""From pixels to detections: JPEG, letterbox, model, boxes. Used by the station and by the server alike."""

import os

# Read by OpenCV when it is first imported: a picture whose header promises more is refused, not allocated.
os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(16_000_000))
