"""What the station has seen of ERP and factory."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Table, delete, or_, select
from sqlalchemy.dialects.sqlite import insert

from app.domain.alias import AliasBook
from app.domain.delivery_note import DeliveryNote, DnNumber
from app.domain.labels import LabelCode, LabelRecord
from app.domain.part_number import PartNumber
from app.ports.packing_store import PackedNote
from app.ports.station_record import CachedNote
from services.record.schema import cached_aliases, cached_label, cached_note, cached_packed_note
from services.record.station_file import StationFile

T = TypeVar("T")
_NOTE = TypeAdapter(DeliveryNote)
_PACKED = TypeAdapter(PackedNote)
_BOOK = TypeAdapter(AliasBook)


class SqlFactoryCache:
    """Implements :class:`app.ports.station_record.FactoryCache`. What an older version kept and this one cannot read
    counts as never seen: it is a copy."""

    def __init__(self, file: StationFile) -> None:
        self._file = file

    def note(self, number: DnNumber) -> CachedNote | None:
        row = self._row(cached_note, number.text)
        note = None if row is None else _read(_NOTE, row.note)
        return None if note is None else CachedNote(note, row.fetched_at)

    def keep_note(self, note: DeliveryNote, at: str) -> None:
        row = {"dn": note.number.text, "note": _text(_NOTE, note), "fetched_at": at}
        self._keep(cached_note, [row])

    def label(self, code: LabelCode) -> LabelRecord | None:
        row = self._row(cached_label, code.text)
        if row is None:
            return None
        part = PartNumber(row.part_number)
        return LabelRecord(code, part, row.quantity, bool(row.active), bool(row.used), row.supplier)

    def keep_labels(self, records: Sequence[LabelRecord]) -> None:
        rows = [
            {
                "label": record.code.text,
                "part_number": record.part_number.text,
                "quantity": record.quantity,
                "active": int(record.active),
                "used": int(record.used),
                "supplier": record.supplier,
            }
            for record in records
        ]
        self._keep(cached_label, rows)

    def packed_note(self, number: DnNumber) -> PackedNote | None:
        row = self._row(cached_packed_note, number.text)
        return None if row is None else _read(_PACKED, row.packed)

    def keep_packed_note(self, number: DnNumber, packed: PackedNote | None) -> None:
        if packed is not None:
            self._keep(cached_packed_note, [{"dn": number.text, "packed": _text(_PACKED, packed)}])
            return
        with self._file.writing() as connection:
            connection.execute(delete(cached_packed_note).where(cached_packed_note.c.dn == number.text))

    def aliases(self) -> AliasBook:
        row = self._row(cached_aliases, 1)
        return (None if row is None else _read(_BOOK, row.book)) or AliasBook()

    def keep_aliases(self, book: AliasBook) -> None:
        self._keep(cached_aliases, [{"id": 1, "book": _text(_BOOK, book)}])

    def _row(self, table: Table, key: str | int) -> Any:
        (column,) = table.primary_key.columns
        with self._file.reading() as connection:
            return connection.execute(select(table).where(column == key)).first()

    def _keep(self, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
        """A row that is there already as it is costs no writing: the label master is copied over and over."""
        if not rows:
            return
        (key,) = table.primary_key.columns
        new = insert(table)
        values = {column.name: new.excluded[column.name] for column in table.c if column is not key}
        other = or_(*(table.c[name] != value for name, value in values.items()))
        with self._file.writing() as connection:
            connection.execute(new.on_conflict_do_update(index_elements=[key], set_=values, where=other), [*rows])


def _text(kind: TypeAdapter[T], value: T) -> str:
    return kind.dump_json(value).decode()


def _read(kind: TypeAdapter[T], text: str) -> T | None:
    try:
        return kind.validate_json(text)
    except ValueError:
        return None
