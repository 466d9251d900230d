"""The JSON members of a bundle. What is read is to the letter what would be written: a key twice, another spelling or
something more in it is no such document."""

import json
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from app.domain.audit import canonical_json
from app.domain.bundle import AUDIT, MANIFEST, SCHEMA, SESSION, AuditExtract, BundledSession, Manifest

T = TypeVar("T")
SIZE_AT_MOST = 32 * 2**20
"""Of one document; read, it takes some ten times as much memory."""
_DOCUMENTS: dict[type[Any], str] = {Manifest: MANIFEST, BundledSession: SESSION, AuditExtract: AUDIT}


def name_of(kind: type[Any]) -> str:
    """Of the member that holds such a document."""
    return _DOCUMENTS[kind]


def written(document: object) -> bytes:
    """Canonical JSON. ValueError: it holds a number that is none."""
    kind: Any = type(document)
    return canonical_json(_adapter(kind).dump_python(document, mode="json")).encode("ascii")


def read(kind: type[T], data: bytes) -> T:
    """ValueError: it is no such document, or nested so deep that nobody wrote it."""
    if len(data) > SIZE_AT_MOST:
        raise ValueError("it is too large")
    hashable: Any = kind
    try:
        document: T = _adapter(hashable).validate_python(json.loads(data))
        again = written(document)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
    if isinstance(document, Manifest) and document.schema != SCHEMA:
        raise ValueError(f"there never was a schema {document.schema}")
    if again != data:
        raise ValueError("it is not in the one way in which it is written")
    return document


def is_newer(manifest: bytes) -> bool:
    """Whether a manifest tells of a schema that this program does not know yet."""
    try:
        schema = json.loads(manifest).get("schema")
    except (ValueError, AttributeError, RecursionError):
        return False
    return isinstance(schema, int) and schema > SCHEMA


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
