"""The tables of the station's file as its newest version has them; :mod:`services.record.migrations` makes them."""

from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, Text

METADATA = MetaData()


class SessionState(StrEnum):
    OPEN = "open"
    SUBMITTED = "submitted"
    LEFT = "left"


class LabelAct(StrEnum):
    COUNTED = "counted"
    REMOVED = "removed"


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"


def _text(name: str, *, default: str | None = None) -> Column[str]:
    return Column(name, Text, nullable=False, server_default=default)


def _number(name: str, *, default: str | None = None) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=default)


def _session() -> Column[str]:
    return Column("session_id", Text, ForeignKey("session.session_id"), nullable=False)


session = Table(
    "session",
    METADATA,
    Column("session_id", Text, primary_key=True),
    _text("dn"),
    _text("state"),
    _text("opened_at"),
)
"""At most one row is ``open``."""

entry = Table(
    "entry",
    METADATA,
    Column("id", Integer, primary_key=True),
    _session(),
    _number("seq"),
    _text("at"),
    _text("deed"),
    _text("payload"),
    _text("acted_by", default=""),
)
"""Only ever added to: triggers refuse anything else, and a number out of order."""

picture = Table(
    "picture",
    METADATA,
    Column("id", Integer, primary_key=True),
    _text("picture_id"),
    _text("sha256"),
    _session(),
    _text("verdict"),
    _number("bytes"),
    _number("removed", default="0"),
)
"""Those that an entry names. ``removed``: thinned out; the row stays."""

outbox = Table(
    "outbox",
    METADATA,
    Column("seq", Integer, primary_key=True),
    _text("idem_key"),
    _session(),
    _text("dn"),
    _text("state"),
    _text("created_at"),
    _number("attempts", default="0"),
    _text("problem", default=""),
    _text("settled_at", default=""),
    Column("settled_us", Integer),
    _text("packing_code", default=""),
    _text("conflict", default=""),
    _text("record"),
    _text("settlement", default=""),
)
"""``settled_us``: the same time as ``settled_at``, to compare by. ``packing_code``: the receipt's, once confirmed.
``settlement``: what a supervisor has decided about a conflict, "" before."""

pending_label = Table(
    "pending_label",
    METADATA,
    Column("seq", Integer, ForeignKey("outbox.seq"), primary_key=True),
    Column("place", Integer, primary_key=True),
    _text("label"),
    _text("act"),
    _text("dn"),
    _text("part_number"),
    _number("quantity"),
    _text("scanned_at"),
)
"""What messages that are waiting or quarantined count and remove; of other messages there is no row."""

cached_note = Table("cached_note", METADATA, Column("dn", Text, primary_key=True), _text("note"), _text("fetched_at"))
cached_label = Table(
    "cached_label",
    METADATA,
    Column("label", Text, primary_key=True),
    _text("part_number"),
    _number("quantity"),
    _number("active"),
    _number("used"),
    _text("supplier"),
)
cached_packed_note = Table("cached_packed_note", METADATA, Column("dn", Text, primary_key=True), _text("packed"))
cached_aliases = Table("cached_aliases", METADATA, Column("id", Integer, primary_key=True), _text("book"))

audit = Table(
    "audit",
    METADATA,
    Column("seq", Integer, primary_key=True),
    _text("at"),
    _text("acted_by"),
    _text("deed"),
    _text("subject"),
    _text("body"),
    _text("previous"),
    _text("hash"),
)
"""Only ever added to, as ``entry``. ``body``: the act's canonical JSON, of which the other columns repeat a part."""

cached_people = Table("cached_people", METADATA, Column("id", Integer, primary_key=True), _text("people"))

sign_in_failure = Table(
    "sign_in_failure",
    METADATA,
    Column("user_name", Text, primary_key=True),
    _number("failures"),
    _text("last_at"),
)

written = Table("written", METADATA, Column("hour", Integer, primary_key=True), _number("bytes"))
"""Bytes by the hour since 1970."""
