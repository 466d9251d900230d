"""What is sent back for a frame, and the line that is logged for it."""

import logging

from services.inference.contract.v1 import inference_pb2 as pb
from services.vision.batch import BatchResult, FrameResult

log = logging.getLogger(__name__)

FULL_CREDIT = 2
"""Frames a stream may have unanswered: one computed, one on its way. After a frame that waited too long: 1."""


def found(
    request: pb.DetectRequest, frame: FrameResult, batch: BatchResult, *, queue_ms: float, total_ms: float
) -> pb.DetectResponse:
    """The answer to a computed frame; logs every detection on one line: class, confidence, box, time."""
    response = pb.DetectResponse(
        frame_id=request.frame_id,
        timestamp_ms=request.timestamp_ms,
        status=pb.STATUS_OK,
        latency_ms=total_ms,
        queue_ms=queue_ms,
        decode_ms=batch.decode_ms,
        infer_ms=batch.infer_ms,
        total_ms=total_ms,
        model_name=batch.model.name,
        model_version=batch.model.version,
        credit=FULL_CREDIT,
    )
    rivals = [None] * len(frame.scores) if frame.rivals is None else frame.rivals.tolist()
    rows = zip(frame.classes.tolist(), frame.scores.tolist(), frame.boxes.tolist(), rivals, strict=True)
    for label_index, score, box, rival in rows:
        label = batch.labels[label_index]
        response.detections.add(class_name=label, confidence=score, box=box, rival=rival)
        _log_detection(request, label, score, box, total_ms)
    if response.detections:
        best = response.detections[0]
        response.detected = True
        response.class_name, response.confidence = best.class_name, best.confidence
        response.box.extend(best.box)
    return response


def not_computed(
    request: pb.DetectRequest,
    status: "pb.Status.ValueType",
    reason: str,
    waited_ms: float,
    credit: int = FULL_CREDIT,
) -> pb.DetectResponse:
    """The answer to a frame that was stale, rejected, or failed."""
    return pb.DetectResponse(
        frame_id=request.frame_id,
        timestamp_ms=request.timestamp_ms,
        status=status,
        reason=reason,
        latency_ms=waited_ms,
        queue_ms=waited_ms,
        total_ms=waited_ms,
        credit=credit,
    )


def _log_detection(request: pb.DetectRequest, label: str, score: float, box: list[float], total_ms: float) -> None:
    # The station's name comes from the network: quoted, so that it cannot write lines of its own.
    log.info(
        "station %.42r frame %d: %s %.1f %% [%.3f %.3f %.3f %.3f] %.1f ms",
        request.station_id, request.frame_id, label, score * 100, *box, total_ms,
    )  # fmt: skip
