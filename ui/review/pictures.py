"""Evidence pictures, read, checked and decoded beside the screen."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from app.domain.timeline import PictureRef
from app.ports.evidence_shelf import EvidenceShelf

_PIXELS_AT_MOST = 16_000_000
_JPEG = b"\xff\xd8"


class Proof(StrEnum):
    """How a picture stands to its record. ``PROVEN``: its bytes have the hash that was recorded."""

    PROVEN = "proven"
    UNPROVEN = "unproven"
    ALTERED = "altered"
    ABSENT = "absent"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Evidence:
    """``image`` is None where there is none to show; an altered one is shown, and said to be."""

    ref: PictureRef
    proof: Proof
    image: QImage | None = None


def evidence(shelf: EvidenceShelf, ref: PictureRef, room: QSize) -> Evidence:
    """Never the GUI's thread. Rule RV7: nothing is shown as evidence but bytes with the recorded hash; where they have
    another, or none was recorded, that is told. The picture is decoded no larger than ``room`` needs."""
    data = shelf.jpeg(ref.picture_id)
    if data is None:
        return Evidence(ref, Proof.ABSENT)
    image = _decoded(data, room)
    if ref.sha256 and hashlib.sha256(data).hexdigest() != ref.sha256:
        return Evidence(ref, Proof.ALTERED, image)
    if image is None:
        return Evidence(ref, Proof.UNREADABLE)
    return Evidence(ref, Proof.PROVEN if ref.sha256 else Proof.UNPROVEN, image)


def thumbnails(shelf: EvidenceShelf, refs: Iterable[PictureRef], room: QSize) -> Mapping[PictureRef, Evidence]:
    """Never the GUI's thread."""
    return {ref: evidence(shelf, ref, room) for ref in refs}


def _decoded(data: bytes, room: QSize) -> QImage | None:
    """Only JPEG, of no more pixels than a camera has; the decoder scales as it goes."""
    if not data.startswith(_JPEG):
        return None
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"jpeg"))
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _PIXELS_AT_MOST:
        return None
    if room.isValid() and (size.width() > room.width() or size.height() > room.height()):
        reader.setScaledSize(size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image.convertToFormat(QImage.Format.Format_RGB32)
