"""An ERP in memory, held to the same suite as the real one."""

from collections.abc import Iterable

from app.domain.delivery_note import DeliveryNote, DnNumber
from app.domain.errors import ErrorCode, OperationalError


class FakeDeliveryNotes:
    """``error``, while set, is raised by ``fetch``. ``asked`` are the numbers asked for, oldest first."""

    def __init__(self, notes: Iterable[DeliveryNote] = (), error: OperationalError | None = None) -> None:
        self.notes = {note.number: note for note in notes}
        self.error = error
        self.asked: list[DnNumber] = []
        self.closed = False

    def fetch(self, number: DnNumber) -> DeliveryNote:
        self.asked.append(number)
        if self.error is not None:
            raise self.error
        if number not in self.notes:
            raise OperationalError(ErrorCode.DN_NOT_REGISTERED, dn=number.text)
        return self.notes[number]

    def close(self) -> None:
        self.closed = True
