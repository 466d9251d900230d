"""``docs/settings.md``: every setting, from its declaration."""

from __future__ import annotations

import json
import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from markdown_text import code, linked, notice, page, paragraph, table
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from app.settings import Settings
from app.settings_layers import ENV_PREFIX

_KINDS = {str: "text", int: "whole number", float: "number", bool: "true or false"}

_HEAD = """\
A setting is declared once, in `app/settings.py`, with its type, bounds, default and meaning. `countersign config show`
prints all of them with their values, as the file that would set them; `countersign config path` says where that file is
looked for, `countersign config check` whether it is sound. A value that is wrong is told with its origin and its key.

Later wins: the default, the settings file (`--config FILE`, else `COUNTERSIGN_CONFIG`, else the user's own), the
environment, `--set SECTION.KEY=VALUE` on the command line, and above all of them the machine's policy (docs/policy.md).
`countersign config show --origin` says where each value comes from.

In the file a setting stands in its section, `[camera]` and then `source = "0"`. The name in the environment is below
each key. A number's unit is in its name: `_s` seconds, `_ms` milliseconds, `_us` microseconds, `_px` pixels, `_mb`
megabytes. No password is a setting."""


def settings_page() -> str:
    sections = [_section(name, field) for name, field in Settings.model_fields.items() if _model(field)]
    alone = {name: field for name, field in Settings.model_fields.items() if not _model(field)}
    top = ["## Outside any section", _table("", alone, Settings())]
    return page(["# Settings", notice("`app/settings.py`"), linked(_HEAD), *top, *sections])


def _model(field: FieldInfo) -> type[BaseModel] | None:
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _section(name: str, field: FieldInfo) -> str:
    model = _model(field)
    assert model is not None
    told = model.__dict__.get("__doc__") or ""
    title = f"## {name}" + (f": {field.title}" if field.title and field.title.lower() != name else "")
    return page([title, paragraph(told), _table(name, model.model_fields, model())]).rstrip()


def _table(section: str, fields: dict[str, FieldInfo], defaults: BaseModel) -> str:
    rows = []
    for key, field in fields.items():
        full = f"{section}.{key}" if section else key
        spelt = f"{code(full)}\n{code(ENV_PREFIX + full.replace('.', '__').upper())}"
        default = json.dumps(getattr(defaults, key), ensure_ascii=False)
        rows.append([spelt, field.description or "", "; ".join(_values(field)), code(default)])
    return table(["setting", "what it is for", "values", "default"], rows)


def _values(field: FieldInfo) -> Iterator[str]:
    yield _kind(field.annotation)
    yield from _bounds(field.metadata)


def _kind(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return ", ".join(code(str(choice)) for choice in get_args(kind))
    if get_origin(kind) is Annotated:
        base, *metadata = get_args(kind)
        inner = [each for part in metadata for each in getattr(part, "metadata", [part])]
        return ", ".join([_kind(base), *_bounds(inner)])
    if get_origin(kind) in (Union, types.UnionType):
        return ", or ".join(_kind(each) for each in get_args(kind) if each is not type(None))
    return _KINDS.get(kind, getattr(kind, "__name__", str(kind)))


def _bounds(metadata: list[Any]) -> Iterator[str]:
    found = {type(each): each for each in metadata}
    low = found[Ge].ge if Ge in found else None
    high = found[Le].le if Le in found else None
    if low is not None and high is not None:
        yield f"{low} to {high}"
    elif low is not None:
        yield f"{low} or more"
    elif high is not None:
        yield f"{high} at most"
    if Gt in found:
        yield f"above {found[Gt].gt}"
    if Lt in found:
        yield f"below {found[Lt].lt}"
    if MinLen in found:
        yield "not empty" if found[MinLen].min_length == 1 else f"{found[MinLen].min_length} characters or more"
    if MaxLen in found:
        yield f"{found[MaxLen].max_length} characters at most"
    for each in metadata:
        if pattern := getattr(each, "pattern", None):
            yield f"as {code(str(pattern))}"
