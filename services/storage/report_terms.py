"""What the two engines spell differently in a report's statement."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, DateTime, String, and_, bindparam, cast, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

_ESCAPE = "~"
_ISO_LENGTH = 26


def moment(iso_utc: str, column: Column[datetime]) -> ColumnElement[Any]:
    """A time as ``column`` holds it. SQL Server's rounds to 1/300 s, and a driver's parameter does not: a time that was
    read would not be found again. SQLite's is a text."""
    value = datetime.fromisoformat(iso_utc).replace(tzinfo=None)
    return cast(bindparam(None, value, DateTime), column.type.with_variant(String(_ISO_LENGTH), "sqlite"))


def starts_with(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    """In a form in which an index on ``column`` is sought. ``prefix``: ASCII, not empty."""
    beyond = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    pattern = "".join(_ESCAPE + each if each in "%_[" else each for each in prefix) + "%"
    return _StartsWith(column, *(literal(text, column.type) for text in (prefix, beyond, pattern)))


class _StartsWith(FunctionElement[bool]):
    """Of no type that SQLAlchemy knows: a Boolean it would compare with 1 for SQLite, and no index would be sought."""

    inherit_cache = True


@compiles(_StartsWith)
def _as_range(element: _StartsWith, compiler: SQLCompiler, **kw: Any) -> str:
    """Where texts are compared by code point."""
    column, prefix, beyond, _ = element.clauses
    return compiler.process(and_(column >= prefix, column < beyond).self_group(), **kw)


@compiles(_StartsWith, "mssql")
def _as_pattern(element: _StartsWith, compiler: SQLCompiler, **kw: Any) -> str:
    """Where a collation orders texts."""
    column, _, _, pattern = element.clauses
    return compiler.process(column.like(pattern, escape=_ESCAPE), **kw)
