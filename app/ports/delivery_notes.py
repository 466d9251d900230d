"""Where delivery notes come from."""

from typing import Protocol

from app.domain.delivery_note import DeliveryNote, DnNumber


class DeliveryNotes(Protocol):
    def fetch(self, number: DnNumber) -> DeliveryNote:
        """The note with all rows whose NODN starts with ``number``. Blocks up to the time limit (15 s); worker thread.

        Raises OperationalError: DN_NOT_REGISTERED (no rows), ERP_UNREACHABLE, ERP_TOO_SLOW, ERP_ANSWER_UNUSABLE.
        """

    def close(self) -> None: ...
