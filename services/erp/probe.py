"""Is the ERP there? One question, for a note or for none."""

import time

from app.domain.delivery_note import parse_dn_number
from app.domain.errors import ErrorCode, OperationalError
from app.ports.delivery_notes import DeliveryNotes
from app.ports.probes import ErpAnswer

_NO_SUCH_NOTE = "COUNTERSIGN-TEST"


def ask_erp(notes: DeliveryNotes, dn: str = "", *, demo: bool = False) -> ErpAnswer:
    """``dn`` empty: for a note that no ERP has, which is answered as only an ERP does. Blocks for as long as ``notes``
    allows, and closes it. ERP_…, DN_NOT_REGISTERED and DN_NOT_READABLE of ``dn``."""
    began_s = time.monotonic()
    try:
        lines: int | None = len(notes.fetch(parse_dn_number(dn or _NO_SUCH_NOTE)).lines)
    except OperationalError as error:
        if dn or error.code is not ErrorCode.DN_NOT_REGISTERED:
            raise
        lines = None
    finally:
        notes.close()
    return ErpAnswer(demo, lines, (time.monotonic() - began_s) * 1e3)
