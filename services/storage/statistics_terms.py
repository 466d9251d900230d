"""What the two engines spell differently where they count. Nothing here holds a parameter: SQL Server does not know
an expression again, in its GROUP BY, that does."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, case, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from app.domain.tallies import CONFIDENCE_EDGES


class quarter_of(FunctionElement[str]):  # noqa: N801  # used as a function
    """The quarter of an hour of a time: ``2026-09-14 07:2`` is from half past seven on."""

    inherit_cache = True
    type = String()


class seconds_between(FunctionElement[int]):  # noqa: N801
    """From the first time to the second, each cut to the second."""

    inherit_cache = True
    type = Integer()


@compiles(quarter_of)
def _of_text(element: quarter_of, compiler: SQLCompiler, **kw: Any) -> str:
    at = compiler.process(element.clauses, **kw)
    return f"substr({at}, 1, 14) || (CAST(substr({at}, 15, 2) AS INTEGER) / 15)"


@compiles(quarter_of, "mssql")
def _of_time(element: quarter_of, compiler: SQLCompiler, **kw: Any) -> str:
    at = compiler.process(element.clauses, **kw)
    return f"CONVERT(varchar(14), {at}, 120) + CONVERT(varchar(1), DATEPART(minute, {at}) / 15)"


@compiles(seconds_between)
def _text_seconds(element: seconds_between, compiler: SQLCompiler, **kw: Any) -> str:
    first, second = (compiler.process(each, **kw) for each in element.clauses)
    return f"CAST(strftime('%s', {second}) AS INTEGER) - CAST(strftime('%s', {first}) AS INTEGER)"


@compiles(seconds_between, "mssql")
def _time_seconds(element: seconds_between, compiler: SQLCompiler, **kw: Any) -> str:
    first, second = (compiler.process(each, **kw) for each in element.clauses)
    return f"DATEDIFF(second, {first}, {second})"


def bin_of(confidence: ColumnElement[float]) -> ColumnElement[int]:
    """Its number among the bins of ``CONFIDENCE_EDGES``."""
    bins = [(confidence < literal_column(str(edge)), _number(place)) for place, edge in enumerate(CONFIDENCE_EDGES)]
    return case(*bins, else_=_number(len(bins)))


def _number(value: int) -> ColumnElement[int]:
    return literal_column(str(value), Integer)


def quarter_begins(text: str) -> datetime:
    """What :class:`quarter_of` tells, as an aware time."""
    hour, _, quarter = text.partition(":")
    moment = datetime.strptime(hour, "%Y-%m-%d %H").replace(tzinfo=UTC)
    return moment + timedelta(minutes=15 * int(quarter))
