"""Small pictures for the timeline: read a few at a time beside the screen, and only those in sight."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, QSize, Signal, Slot

from app.domain.timeline import PictureRef
from app.ports.evidence_shelf import EvidenceShelf
from ui.errand import Errand
from ui.review.pictures import Evidence, thumbnails

_AT_ONCE = 8
_KEPT = 300
_LIMIT_S = 20.0


class Thumbnails(QObject):
    """GUI thread. ``brought``: there are more of them than before."""

    brought = Signal()

    def __init__(self, parent: QObject, shelf: EvidenceShelf, room: QSize) -> None:
        super().__init__(parent)
        self._shelf, self._room = shelf, room
        self._kept: OrderedDict[PictureRef, Evidence] = OrderedDict()
        self._wanted: Sequence[PictureRef] = ()
        self._errand = Errand(self, "thumbnails")
        self._errand.done.connect(self._take)
        self._errand.failed.connect(self._go_on)
        self._errand.too_late.connect(self._go_on)

    def of(self, ref: PictureRef) -> Evidence | None:
        """None: it was not read yet."""
        return self._kept.get(ref)

    def want(self, refs: Sequence[PictureRef]) -> None:
        """These are in sight; what was asked for before is not wanted any more."""
        self._wanted = refs
        if not self._errand.running:
            self._go_on()

    def stop(self) -> None:
        self._wanted = ()
        self._errand.cancel()

    @Slot(object)
    def _take(self, found: Mapping[PictureRef, Evidence]) -> None:
        self._kept.update(found)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.brought.emit()
        self._go_on()

    @Slot()
    def _go_on(self) -> None:
        missing = [ref for ref in dict.fromkeys(self._wanted) if ref not in self._kept][:_AT_ONCE]
        if missing:
            self._wanted = [ref for ref in self._wanted if ref not in missing]
            self._errand.begin(partial(thumbnails, self._shelf, missing, self._room), _LIMIT_S)
