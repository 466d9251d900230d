"""The packing store on a database, whichever engine it is."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Row, insert, select

from app.domain.conflict import Conflict, LabelHolder
from app.domain.delivery_note import DnNumber
from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode, LabelRecord
from app.domain.packing_session import PackingRecord
from app.ports.packing_store import CommitReceipt, PackedNote
from services.storage.commit import LabelsNotFreeError, LabelsNotRecordedError, write_commit
from services.storage.conflicts import conflict_row, find_holders
from services.storage.json_rows import given, given_labels, insert_given
from services.storage.rows import label_record, label_row, recorded_label, text_from_utc, usable_label, utc_from_text
from services.storage.schema import countersign_conflict, detail_label_packing, labels, packing
from services.storage.sql_adapter import SqlAdapter
from services.storage.transactions import transaction

log = logging.getLogger(__name__)

_ROWS_A_STATEMENT = 5000
"""Of an import: one parameter of about a megabyte."""


class SqlPackingStore(SqlAdapter):
    """Implements :class:`app.ports.packing_store.PackingStore`.

    Beside the port's codes every method may raise OperationalError(DATABASE_MISMATCH, problem=…): a table or column is
    missing, or a quantity in it is no number. Of a DN packed before, the receipt carries the standing packing code, and
    the sums count labels that another station recorded meanwhile.
    """

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

    def labels_after(self, code_text: str, limit: int) -> Sequence[LabelRecord]:
        """Reads on where a page holds nothing that can be used: an empty answer is the end."""
        after = code_text
        with transaction(self.engine, self._kind) as connection:
            query = select(labels).order_by(labels.c.label).limit(limit)
            while page := connection.execute(query.where(labels.c.label > after)).all():
                if usable := _usable(page, code_text):
                    return usable
                after = str(page[-1].label)
        return []

    def commit(self, record: PackingRecord) -> CommitReceipt:
        """ValueError: the idempotency key was used for another record."""
        number = record.session.note.number
        try:
            with transaction(self.engine, self._kind, writes=True) as connection:
                self._kind.guard_commit(connection, number)
                now = utc_from_text(datetime.now(UTC).isoformat())  # of two commits of a DN the later one is later
                receipt = write_commit(connection, self._kind, record, now)
        except LabelsNotFreeError as error:
            raise self._taken(record) from error
        except LabelsNotRecordedError as error:
            raise OperationalError(ErrorCode.LABEL_REMOVED_MEANWHILE, labels=error.codes) from error
        log.info("packing %s of %s committed, repeated=%s", receipt.packing_code, number, receipt.repeated)
        return receipt

    def holders(self, codes: Sequence[LabelCode]) -> Sequence[LabelHolder]:
        if not codes:
            return []
        with transaction(self.engine, self._kind) as connection:
            found = find_holders(connection, self._kind, [code.text for code in codes])
        return [found[code.text] for code in codes if code.text in found]

    def report_conflict(self, conflict: Conflict) -> None:
        row, table = conflict_row(conflict), countersign_conflict
        with transaction(self.engine, self._kind, writes=True) as connection:
            self._kind.guard_commit(connection, conflict.record.session.note.number)
            same = table.c.conflict_id == conflict.conflict_id
            if connection.execute(select(table.c.conflict_id).where(same)).first() is None:
                insert_given(connection, self._kind, table, [row])
                log.warning("conflict %s of %s: %s", conflict.conflict_id, row["no_dn"], conflict.reason)

    def add_labels(self, records: Sequence[LabelRecord]) -> None:
        rows = list({record.code.text: label_row(record) for record in reversed(records)}.values())[::-1]
        with transaction(self.engine, self._kind, writes=True) as connection:
            for at in range(0, len(rows), _ROWS_A_STATEMENT):
                new = given(self._kind, labels, rows[at : at + _ROWS_A_STATEMENT])
                names = list(rows[0])
                unknown = ~select(labels.c.label).where(labels.c.label == new.c.label).exists()
                query = select(*(new.c[name] for name in names)).where(unknown)
                connection.execute(insert(labels).from_select(names, query))

    def ping(self) -> None:
        with transaction(self.engine, self._kind) as connection:
            connection.execute(select(packing.c.packing_code).limit(1))

    def _taken(self, record: PackingRecord) -> OperationalError:
        """After the roll-back: name the labels that are not free. Should all be free again, name them all."""
        wanted = [label.code.text for label in record.session.labels if not label.recorded]
        with transaction(self.engine, self._kind) as connection:
            asked = select(given_labels(self._kind, labels, wanted).c.label)
            query = select(labels.c.label).where(labels.c.label.in_(asked), labels.c.packing.is_(None))
            free = set(connection.execute(query).scalars())
        taken = [code for code in wanted if code not in free]
        return OperationalError(ErrorCode.LABEL_TAKEN_MEANWHILE, labels=taken or wanted)


def _usable(page: Sequence[Row[tuple[object, ...]]], code_text: str) -> list[LabelRecord]:
    found = [record for row in page if (record := usable_label(row)) is not None]
    return [record for record in found if record.code.text != code_text]
