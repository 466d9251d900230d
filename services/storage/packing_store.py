"""The packing store on a database, whichever engine it is."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, select

from app.domain.delivery_note import DnNumber
from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode, LabelRecord
from app.domain.packing_session import PackingRecord
from app.ports.packing_store import CommitReceipt, PackedNote
from services.storage.commit import LabelsNotFreeError, chunks, insert_rows, write_commit
from services.storage.engine_kind import EngineKind
from services.storage.rows import label_record, label_row, recorded_label, text_from_utc
from services.storage.schema import create_schema, detail_label_packing, labels, packing
from services.storage.transactions import transaction, translating

log = logging.getLogger(__name__)


class SqlPackingStore:
    """Implements :class:`app.ports.packing_store.PackingStore`; owns ``engine``, whose pool holds one connection.

    Beside the port's codes every method may raise OperationalError(DATABASE_MISMATCH, problem=…): a table or column is
    missing, or a quantity in it is no number. Of a DN packed before, the receipt carries the standing packing code, and
    the sums count labels that another station recorded meanwhile.
    """

    def __init__(self, engine: Engine, kind: EngineKind) -> None:
        self.engine = engine
        self._kind = kind

    def create_schema(self) -> None:
        """Make the tables that are missing: the station's own SQLite file, or an empty test database."""
        with translating(self._kind):
            create_schema(self.engine)

    def find_label(self, code: LabelCode) -> LabelRecord | None:
        with transaction(self.engine, self._kind) as connection:
            row = connection.execute(select(labels).where(labels.c.label == code.text)).first()
            return None if row is None else label_record(row)

    def packed_note(self, number: DnNumber) -> PackedNote | None:
        """Recorded labels carry the note's ``created_at`` as ``scanned_at``: their table keeps no time."""
        details = detail_label_packing
        with transaction(self.engine, self._kind) as connection:
            header = connection.execute(select(packing).where(packing.c.no_dn == number.text)).first()
            if header is None:
                return None
            packed_at = text_from_utc(header.created_at)
            rows = connection.execute(select(details).where(details.c.no_dn == number.text).order_by(details.c.id))
            return PackedNote(header.packing_code, packed_at, tuple(recorded_label(row, packed_at) for row in rows))

    def commit(self, record: PackingRecord) -> CommitReceipt:
        """ValueError: the idempotency key was used for another record."""
        number = record.session.note.number
        now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
        try:
            with transaction(self.engine, self._kind, writes=True) as connection:
                self._kind.guard_commit(connection, number)
                receipt = write_commit(connection, record, now)
        except LabelsNotFreeError as error:
            raise self._taken(record) from error
        log.info("packing %s of %s committed, repeated=%s", receipt.packing_code, number, receipt.repeated)
        return receipt

    def add_labels(self, records: Sequence[LabelRecord]) -> None:
        rows = list({record.code.text: label_row(record) for record in reversed(records)}.values())[::-1]
        with transaction(self.engine, self._kind, writes=True) as connection:
            for piece in chunks(rows, columns=len(labels.c)):
                there = _present(connection, [str(row["label"]) for row in piece])
                insert_rows(connection, labels, [row for row in piece if row["label"] not in there])

    def ping(self) -> None:
        with transaction(self.engine, self._kind) as connection:
            connection.execute(select(packing.c.packing_code).limit(1))

    def close(self) -> None:
        self.engine.dispose()

    def _taken(self, record: PackingRecord) -> OperationalError:
        """After the roll-back: name the labels that are not free. Should all be free again, name them all."""
        wanted = [label.code.text for label in record.session.labels if not label.recorded]
        free: set[str] = set()
        with transaction(self.engine, self._kind) as connection:
            for piece in chunks(wanted, columns=1):
                free |= _present(connection, piece, only_free=True)
        taken = [code for code in wanted if code not in free]
        return OperationalError(ErrorCode.LABEL_TAKEN_MEANWHILE, labels=taken or wanted)


def _present(connection: Connection, codes: Sequence[str], *, only_free: bool = False) -> set[str]:
    """Which of ``codes`` the label master holds."""
    query = select(labels.c.label).where(labels.c.label.in_(codes))
    if only_free:
        query = query.where(labels.c.packing.is_(None))
    return set(connection.execute(query).scalars())
