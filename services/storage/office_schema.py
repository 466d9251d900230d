"""The tables of those who look after what was packed: people, the audit, reviews, verdicts. Rows are only ever added,
but for the person's own."""

from sqlalchemy import Column, DateTime, Index, Integer, String, Table

from services.storage.columns import DETAIL, KEY, METADATA, NAME, PART, STATION, WORD, chain_columns

countersign_user = Table(
    "countersign_user",
    METADATA,
    Column("user_name", NAME, primary_key=True),
    Column("shown_name", NAME, nullable=False),
    Column("role", WORD, nullable=False),
    Column("pin_hash", String(200), nullable=False),
    Column("active", Integer, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("changed_at", DateTime, nullable=False, server_default="1970-01-01T00:00:00"),
)
"""``pin_hash``: argon2id's own text."""

countersign_act = Table(
    "countersign_act",
    METADATA,
    *chain_columns(),
    Index("countersign_act_by_subject", "subject", "seq"),
)
"""The factory's audit: one chain over all its lines."""

countersign_audit_head = Table(
    "countersign_audit_head",
    METADATA,
    Column("station_id", STATION, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("hash", KEY, nullable=False),
    Column("noted_at", DateTime, nullable=False),
)
"""How far each station's own chain had come, each time it was asked."""

countersign_station_key = Table(
    "countersign_station_key",
    METADATA,
    Column("station_id", STATION, primary_key=True),
    Column("public_key", String(44), primary_key=True),
    Column("noted_at", DateTime, nullable=False),
)

countersign_review = Table(
    "countersign_review",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("session_id", KEY, nullable=False),
    Column("deed", WORD, nullable=False),
    Column("acted_by", NAME, nullable=False),
    Column("second", NAME, nullable=False),
    Column("acted_at", DateTime, nullable=False),
    Column("reason", DETAIL, nullable=False),
    Index("countersign_review_by_session", "session_id", "seq"),
    Index("countersign_review_by_deed", "deed", "session_id", "seq"),
)
"""What supervisors did about a session, in the order of ``seq``."""

countersign_verdict = Table(
    "countersign_verdict",
    METADATA,
    Column("verdict_id", Integer, primary_key=True, autoincrement=True),
    Column("session_id", KEY, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("drawn_as", WORD, nullable=False),
    Column("verdict", WORD, nullable=False),
    Column("right_part", PART, nullable=False),
    Column("judged_by", NAME, nullable=False),
    Column("judged_at", DateTime, nullable=False),
    Index("countersign_verdict_by_decision", "session_id", "seq", "verdict_id"),
    Index("countersign_verdict_by_time", "judged_at"),
)
"""What a person says of a decision; the newest counts. ``drawn_as``: why it was asked."""
