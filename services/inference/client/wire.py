"""Between the contract's messages and the domain's values."""

import time

import cv2
import numpy as np

from app.domain.detection import Box, Detection, DetectorSource, FrameDetections, ModelIdentity, Timing
from app.ports.frame import BgrImage, Frame
from services.inference.client.in_flight import Sent
from services.inference.contract.v1 import inference_pb2 as pb
from services.vision import jpeg


def request_for(frame: Frame, station_id: str, now_s: float, *, quality: int, width_px: int) -> pb.DetectRequest:
    """``now_s`` is monotonic: it dates the frame in UTC. A wider frame is scaled down to ``width_px``."""
    captured_utc_s = time.time() - (now_s - frame.stamp.captured_s)
    return pb.DetectRequest(
        jpeg_data=jpeg.encode(_scaled(frame.image, width_px), quality),
        station_id=station_id,
        timestamp_ms=int(captured_utc_s * 1e3),
        frame_id=frame.stamp.frame_id,
    )


def credit_of(response: pb.DetectResponse) -> int:
    """How many frames the server allows under way; 0: it does not say."""
    return response.credit


def detections_of(response: pb.DetectResponse, sent: Sent, now_s: float) -> FrameDetections:
    """``now_s`` is when the answer arrived, monotonic."""
    return FrameDetections(
        stamp=sent.stamp,
        detections=tuple(
            Detection(one.class_name, one.confidence, Box(*one.box), one.rival)
            for one in response.detections
            if len(one.box) == 4
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


def _scaled(image: BgrImage, width_px: int) -> BgrImage:
    height, width = image.shape[:2]
    if width <= width_px:
        return np.ascontiguousarray(image)
    size = (width_px, max(1, round(height * width_px / width)))
    scaled: BgrImage = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    return scaled
