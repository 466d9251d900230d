"""The demonstration's ERP: the stand-in server in this process, asked over real HTTP like the plant's."""

from app.domain.delivery_note import DeliveryNote, DnNumber
from services.erp.demo_deliveries import demo_deliveries
from services.erp.http_notes import HttpDeliveryNotes
from services.erp.stand_in import StandInErp


class DemoDeliveryNotes:
    """A DeliveryNotes. The server starts with it on a free loopback port, and ends with ``close``."""

    def __init__(self, timeout_s: float) -> None:
        self._erp = StandInErp(demo_deliveries())
        self._erp.start()
        self._notes = HttpDeliveryNotes(self._erp.base_url, timeout_s)

    def fetch(self, number: DnNumber) -> DeliveryNote:
        return self._notes.fetch(number)

    def close(self) -> None:
        self._notes.close()
        self._erp.stop()
