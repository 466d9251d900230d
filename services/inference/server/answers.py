"""What is sent back for a frame, and the line that is logged for it."""

import logging
from collections.abc import Sequence
from typing import Protocol

from app.domain.detection import Detection, ModelIdentity
from services.inference.contract.v1 import inference_pb2 as pb
from services.vision.engine import EngineResult

log = logging.getLogger(__name__)


class FrameEngine(Protocol):
    """Computes frames, one at a time; called on a worker thread. FrameRejected: the frame cannot be used."""

    @property
    def model(self) -> ModelIdentity: ...
    def warm_up(self) -> None: ...
    def infer_jpeg(self, data: bytes) -> EngineResult: ...


def found(
    request: pb.DetectRequest, result: EngineResult, model: ModelIdentity, *, queue_ms: float, total_ms: float
) -> pb.DetectResponse:
    """The answer to a computed frame; logs every detection on one line: class, confidence, box, time."""
    detections = [_detection(one) for one in result.detections]
    best = detections[0] if detections else pb.Detection()
    for one in result.detections:
        _log_detection(request, one, total_ms)
    return pb.DetectResponse(
        frame_id=request.frame_id,
        timestamp_ms=request.timestamp_ms,
        status=pb.STATUS_OK,
        detected=bool(detections),
        class_name=best.class_name,
        confidence=best.confidence,
        box=best.box,
        detections=detections,
        latency_ms=total_ms,
        queue_ms=queue_ms,
        decode_ms=result.decode_ms,
        infer_ms=result.infer_ms,
        total_ms=total_ms,
        model_name=model.name,
        model_version=model.version,
    )


def not_computed(
    request: pb.DetectRequest, status: "pb.Status.ValueType", reason: str, waited_ms: float
) -> pb.DetectResponse:
    """The answer to a frame that was stale or rejected."""
    return pb.DetectResponse(
        frame_id=request.frame_id,
        timestamp_ms=request.timestamp_ms,
        status=status,
        reason=reason,
        latency_ms=waited_ms,
        queue_ms=waited_ms,
        total_ms=waited_ms,
    )


def _detection(one: Detection) -> pb.Detection:
    return pb.Detection(class_name=one.label, confidence=one.confidence, box=_corners(one))


def _corners(one: Detection) -> Sequence[float]:
    return (one.box.x1, one.box.y1, one.box.x2, one.box.y2)


def _log_detection(request: pb.DetectRequest, one: Detection, total_ms: float) -> None:
    # The station's name comes from the network: quoted, so that it cannot write lines of its own.
    log.info(
        "station %.42r frame %d: %s %.1f %% [%.3f %.3f %.3f %.3f] %.1f ms",
        request.station_id, request.frame_id, one.label, one.confidence * 100, *_corners(one), total_ms,
    )  # fmt: skip
