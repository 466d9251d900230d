"""Between the contract's messages and the domain's values."""

import time

import cv2
import numpy as np

from app.domain.detection import Box, Detection, DetectorSource, FrameDetections, ModelIdentity, Timing
from app.ports.frame import BgrImage, Frame
from services.inference.client.in_flight import Sent
from services.inference.contract.v1 import inference_pb2 as pb
from services.vision import jpeg

MAX_WIDTH_PX = 1280
"""Wider frames are scaled down before they are sent: no model in use looks at more than 640."""


def request_for(frame: Frame, station_id: str, jpeg_quality: int, now_s: float) -> pb.DetectRequest:
    """``now_s`` is monotonic: it dates the frame in UTC."""
    captured_utc_s = time.time() - (now_s - frame.stamp.captured_s)
    return pb.DetectRequest(
        jpeg_data=jpeg.encode(_scaled(frame.image), jpeg_quality),
        station_id=station_id,
        timestamp_ms=int(captured_utc_s * 1e3),
        frame_id=frame.stamp.frame_id,
    )


def detections_of(response: pb.DetectResponse, sent: Sent, now_s: float) -> FrameDetections:
    """``now_s`` is when the answer arrived, monotonic."""
    return FrameDetections(
        stamp=sent.stamp,
        detections=tuple(
            Detection(one.class_name, one.confidence, Box(*one.box)) for one in response.detections if len(one.box) == 4
        ),
        model=ModelIdentity(response.model_name, response.model_version),
        source=DetectorSource.SERVER,
        timing=Timing(
            queue_ms=response.queue_ms,
            decode_ms=response.decode_ms,
            infer_ms=response.infer_ms,
            total_ms=(now_s - sent.offered_s) * 1e3,
        ),
        completed_s=now_s,
    )


def _scaled(image: BgrImage) -> BgrImage:
    height, width = image.shape[:2]
    if width <= MAX_WIDTH_PX:
        return np.ascontiguousarray(image)
    size = (MAX_WIDTH_PX, max(1, round(height * MAX_WIDTH_PX / width)))
    scaled: BgrImage = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    return scaled
