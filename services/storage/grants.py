"""Who may do what in the factory's database: no more than each of them needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grant:
    """``rights`` as SQL writes them, an UPDATE with its columns."""

    rights: tuple[str, ...]
    table: str


STATION = "countersign_station"
READER = "countersign_reader"
SUPERVISOR = "countersign_supervisor"

ROLES: Mapping[str, str] = {
    STATION: "the login of the stations: packs, and changes nothing that is written once",
    READER: "reports: reads what was packed, by whom and on what grounds",
    SUPERVISOR: "as a reader; approves aliases, reviews, voids, settles conflicts, looks after the people",
}

_READ_ONLY = ("SELECT",)
_REPORTED = (
    "countersign_act",
    "countersign_alias",
    "countersign_audit",
    "countersign_audit_head",
    "countersign_commit",
    "countersign_conflict",
    "countersign_decision",
    "countersign_review",
    "countersign_session",
    "countersign_session_label",
    "countersign_station",
    "countersign_station_key",
    "countersign_verdict",
)
_READS = tuple(Grant(_READ_ONLY, table) for table in (*_REPORTED, "detail_packing"))
"""Of the factory's own: what each note asks for, against which an alias is replayed."""

_BOOKS = (
    Grant(("SELECT", "INSERT", "UPDATE (po)"), "packing"),
    Grant(("SELECT", "INSERT", "UPDATE (total_qty_dn, total_qty_label, status)"), "detail_packing"),
    Grant(("SELECT", "INSERT", "DELETE"), "detail_label_packing"),
    Grant(("SELECT", "UPDATE (packing)"), "labels"),
)
"""Of the factory's own: what a session books, and what is taken back of it."""

GRANTS: Mapping[str, Sequence[Grant]] = {
    STATION: (
        *_BOOKS,
        Grant(_READ_ONLY, "countersign_alias"),
        Grant(("INSERT",), "countersign_audit"),
        Grant(("SELECT", "INSERT"), "countersign_act"),
        Grant(("SELECT", "INSERT"), "countersign_audit_head"),
        Grant(("SELECT", "INSERT"), "countersign_station_key"),
        Grant(("SELECT", "INSERT"), "countersign_commit"),
        Grant(("SELECT", "INSERT"), "countersign_conflict"),
        Grant(("INSERT",), "countersign_decision"),
        Grant(_READ_ONLY, "countersign_review"),
        Grant(("SELECT", "INSERT"), "countersign_session"),
        Grant(("SELECT", "INSERT"), "countersign_session_label"),
        Grant(("SELECT", "INSERT", "UPDATE (last_commit_at)"), "countersign_station"),
        Grant(_READ_ONLY, "countersign_user"),
    ),
    READER: _READS,
    SUPERVISOR: (
        *_READS,
        *_BOOKS,
        Grant(("INSERT",), "countersign_act"),
        Grant(("INSERT",), "countersign_alias"),
        Grant(("INSERT",), "countersign_audit"),
        Grant(("INSERT",), "countersign_commit"),
        Grant(("INSERT",), "countersign_decision"),
        Grant(("INSERT",), "countersign_review"),
        Grant(("INSERT",), "countersign_session"),
        Grant(("INSERT",), "countersign_session_label"),
        Grant(("INSERT", "UPDATE (last_commit_at)"), "countersign_station"),
        Grant(("INSERT",), "countersign_verdict"),
        Grant(("UPDATE (settled_at, settled_by, settlement)",), "countersign_conflict"),
        Grant(("SELECT", "INSERT", "UPDATE (shown_name, role, pin_hash, active, changed_at)"), "countersign_user"),
    ),
}
