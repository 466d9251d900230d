"""Every version of the station's file, as the SQL that leads to it from the version before. What stands here is never
changed: files in plants were made by it. :mod:`services.record.schema` names what the newest one holds."""

from collections.abc import Sequence

from sqlalchemy import Connection

from services.record.binding import before_the_audit, beginning_act
from services.record.schema import audit
from services.storage.audit_chain import append_act

Migration = Sequence[str]
"""Statements of one version."""

_FIRST: Migration = (
    """CREATE TABLE session (
        session_id TEXT NOT NULL PRIMARY KEY,
        dn TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('open', 'submitted', 'left')),
        opened_at TEXT NOT NULL
    )""",
    "CREATE UNIQUE INDEX session_open ON session (state) WHERE state = 'open'",
    """CREATE TABLE entry (
        id INTEGER NOT NULL PRIMARY KEY,
        session_id TEXT NOT NULL REFERENCES session (session_id),
        seq INTEGER NOT NULL,
        at TEXT NOT NULL,
        deed TEXT NOT NULL,
        payload TEXT NOT NULL,
        UNIQUE (session_id, seq)
    )""",
    """CREATE TRIGGER entry_in_order BEFORE INSERT ON entry
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entry WHERE session_id = NEW.session_id)
    BEGIN SELECT RAISE(ABORT, 'entries are numbered one after the other'); END""",
    """CREATE TRIGGER entry_not_changed BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END""",
    """CREATE TRIGGER entry_not_removed BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END""",
    """CREATE TABLE picture (
        id INTEGER NOT NULL PRIMARY KEY,
        picture_id TEXT NOT NULL UNIQUE,
        sha256 TEXT NOT NULL,
        session_id TEXT NOT NULL REFERENCES session (session_id),
        verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'refused')),
        bytes INTEGER NOT NULL,
        removed INTEGER NOT NULL DEFAULT 0
    )""",
    "CREATE INDEX picture_there ON picture (verdict, id) WHERE removed = 0",
    """CREATE TABLE outbox (
        seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        idem_key TEXT NOT NULL UNIQUE,
        session_id TEXT NOT NULL UNIQUE REFERENCES session (session_id),
        dn TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'confirmed', 'conflict', 'quarantined')),
        created_at TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        problem TEXT NOT NULL DEFAULT '',
        settled_at TEXT NOT NULL DEFAULT '',
        settled_us INTEGER,
        packing_code TEXT NOT NULL DEFAULT '',
        conflict TEXT NOT NULL DEFAULT '',
        record TEXT NOT NULL
    )""",
    "CREATE INDEX outbox_by_note ON outbox (state, dn, seq)",
    "CREATE INDEX outbox_by_settlement ON outbox (state, settled_us)",
    """CREATE TABLE pending_label (
        seq INTEGER NOT NULL REFERENCES outbox (seq) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        label TEXT NOT NULL,
        act TEXT NOT NULL CHECK (act IN ('counted', 'removed')),
        dn TEXT NOT NULL,
        part_number TEXT NOT NULL,
        quantity INTEGER NOT NULL,
        scanned_at TEXT NOT NULL,
        PRIMARY KEY (seq, place)
    )""",
    "CREATE INDEX pending_label_by_label ON pending_label (label, seq, place)",
    "CREATE INDEX pending_label_by_note ON pending_label (dn, seq, place)",
    "CREATE TABLE cached_note (dn TEXT NOT NULL PRIMARY KEY, note TEXT NOT NULL, fetched_at TEXT NOT NULL)",
    """CREATE TABLE cached_label (
        label TEXT NOT NULL PRIMARY KEY,
        part_number TEXT NOT NULL,
        quantity INTEGER NOT NULL,
        active INTEGER NOT NULL,
        used INTEGER NOT NULL,
        supplier TEXT NOT NULL
    )""",
    "CREATE TABLE cached_packed_note (dn TEXT NOT NULL PRIMARY KEY, packed TEXT NOT NULL)",
    "CREATE TABLE cached_aliases (id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), book TEXT NOT NULL)",
    "CREATE TABLE written (hour INTEGER NOT NULL PRIMARY KEY, bytes INTEGER NOT NULL)",
)

_SECOND: Migration = (
    "ALTER TABLE entry ADD COLUMN acted_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE outbox ADD COLUMN settlement TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE audit (
        seq INTEGER NOT NULL PRIMARY KEY,
        at TEXT NOT NULL,
        acted_by TEXT NOT NULL,
        deed TEXT NOT NULL,
        subject TEXT NOT NULL,
        body TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL
    )""",
    "CREATE INDEX audit_by_subject ON audit (subject, seq)",
    "CREATE INDEX audit_by_deed ON audit (deed, seq)",
    """CREATE TRIGGER audit_in_order BEFORE INSERT ON audit
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit)
    BEGIN SELECT RAISE(ABORT, 'lines of the audit are numbered one after the other'); END""",
    """CREATE TRIGGER audit_not_changed BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'lines of the audit are never changed'); END""",
    """CREATE TRIGGER audit_not_removed BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'lines of the audit are never removed'); END""",
    "CREATE TABLE cached_people (id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), people TEXT NOT NULL)",
    """CREATE TABLE sign_in_failure (
        user_name TEXT NOT NULL PRIMARY KEY,
        failures INTEGER NOT NULL,
        last_at TEXT NOT NULL
    )""",
)
"""Who did it, and the audit."""

MIGRATIONS: Sequence[Migration] = (_FIRST, _SECOND)
AUDIT_SINCE = 2

APPLICATION_ID = 0x43535247
"""In the file's header: ``CSRG``, the station's record."""


def migrate(connection: Connection, statements: Migration, version: int) -> None:
    """One step to ``version``, in the caller's transaction: all or nothing."""
    for statement in statements:
        connection.exec_driver_sql(statement)
    if version == AUDIT_SINCE:
        _begin_audit(connection)
    connection.exec_driver_sql(f"PRAGMA user_version = {version}")
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def _begin_audit(connection: Connection) -> None:
    """Rule AU3; a new record has nothing to say."""
    before = before_the_audit(connection)
    if before.entries:
        append_act(connection, audit, beginning_act(before))
