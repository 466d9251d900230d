"""The kinds of columns that the tables share, and the one description that they all belong to."""

from sqlalchemy import Column, Integer, MetaData, String, Unicode, UnicodeText

from app.ports.alias_table import TEXT_AT_MOST

METADATA = MetaData()

CODE = String(80)
DN = String(60)
PART = String(100)
KEY = String(64)
STATION = String(40)
WORD = String(30)
NAME = Unicode(TEXT_AT_MOST)
"""Of a person, in any script."""
DETAIL_AT_MOST = 500
"""Characters of a free text of ours, which may be in any script."""
DETAIL = Unicode(DETAIL_AT_MOST)
MOMENT_TEXT = String(40)
"""ISO 8601 as it was written, where every character is part of a hash."""


def chain_columns() -> tuple[Column[int] | Column[str], ...]:
    """Of a chained audit: ``body`` is the act's canonical JSON, of which the other columns repeat what is searched."""
    return (
        Column("seq", Integer, primary_key=True, autoincrement=False),
        Column("at", MOMENT_TEXT, nullable=False),
        Column("acted_by", NAME, nullable=False),
        Column("deed", WORD, nullable=False),
        Column("subject", String(120), nullable=False),
        Column("body", UnicodeText, nullable=False),
        Column("previous", KEY, nullable=False),
        Column("hash", KEY, nullable=False),
    )
