"""The settings dialog as values: its fields come from the settings' own declarations, so that a new setting appears by
itself. No single setting is named here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import floor, isfinite, log10
from typing import Any

from pydantic import BaseModel

from app.settings import Settings
from app.settings_layers import problems_of, with_changes

GENERAL = "general"
"""The section of what stands above all sections of the file."""
_AT_ONCE = {"ui", "sound"}
_UNITS = {"ms": "ms", "s": "s", "us": "µs", "px": "px", "mb": "MB", "percent": "%", "days": "days"}
_PATHS = {"dir", "file", "path", "cert", "key", "ca"}
_STEPS_AT_LEAST = 50


class Kind(StrEnum):
    SWITCH = "switch"
    NUMBER = "number"
    CHOICE = "choice"
    TEXT = "text"
    PATH = "path"


class Origin(StrEnum):
    DEFAULT = "default"
    FILE = "file"
    ENVIRONMENT = "environment"
    COMMAND_LINE = "command line"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class SettingField:
    """``choices``: all there are of a CHOICE; of a NUMBER the words that may stand instead of one. ``origin_name``: the
    variable of the environment, or the policy's file. ``locked``: a layer above the file sets it, so the file cannot
    change it."""

    key: str
    section: str
    kind: Kind
    value: object
    default: object
    description: str
    low: float | None = None
    high: float | None = None
    whole: bool = False
    unit: str = ""
    choices: tuple[str, ...] = ()
    longest: int | None = None
    origin: Origin = Origin.DEFAULT
    origin_name: str = ""
    next_start: bool = False

    @property
    def locked(self) -> bool:
        return self.origin in (Origin.ENVIRONMENT, Origin.COMMAND_LINE, Origin.POLICY)

    @property
    def at_once(self) -> bool:
        """A change of it needs no restart."""
        return self.section in _AT_ONCE and not self.next_start

    @property
    def step(self) -> float:
        """One press of − or +: a power of ten, fifty presses or more from end to end, ten or more to the default."""
        if self.low is None or self.high is None:
            return 1.0
        power = floor(log10((self.high - self.low) / _STEPS_AT_LEAST))
        if isinstance(self.default, int | float) and self.default:
            power = min(power, floor(log10(abs(self.default))) - 1)
        return max(1.0, 10.0**power) if self.whole else 10.0**power


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    title: str


def sections() -> tuple[Section, ...]:
    general = Section(GENERAL, GENERAL.title())
    named = (Section(name, field.title or name) for name, field in Settings.model_fields.items() if field.title)
    return (general, *named)


def setting_fields(settings: Settings, origins: Mapping[str, str]) -> tuple[SettingField, ...]:
    """Every setting once, in the order of the declarations. ``origins``: see ``settings_with_origins``."""
    found: list[SettingField] = []
    loose = _fields_of(settings, GENERAL, "", origins)
    for name in Settings.model_fields:
        section = getattr(settings, name)
        if isinstance(section, BaseModel):
            found += _fields_of(section, name, f"{name}.", origins)
    return (*loose, *found)


def setting_descriptions() -> tuple[str, ...]:
    """Every English text of the dialog that stands in the declarations, for the translators (context "settings")."""
    titles = [section.title for section in sections()]
    return tuple(dict.fromkeys([*titles, *(field.description for field in setting_fields(Settings(), {}))]))


def _fields_of(section: BaseModel, name: str, prefix: str, origins: Mapping[str, str]) -> list[SettingField]:
    properties = type(section).model_json_schema()["properties"]
    default = type(section)()
    return [
        _field(name, prefix + key, schema, getattr(section, key), getattr(default, key), origins.get(prefix + key, ""))
        for key, schema in properties.items()
        if not isinstance(getattr(section, key), BaseModel)
    ]


def _field(
    section: str, key: str, schema: Mapping[str, Any], value: object, default: object, said: str
) -> SettingField:
    types = schema.get("anyOf", [schema])
    number: Mapping[str, Any] = next((each for each in types if each.get("type") in ("integer", "number")), {})
    words = [word for each in types for word in (each.get("enum") or [each["const"]] if _is_closed(each) else [])]
    suffix = key.rpartition(".")[2].rpartition("_")[2]
    origin, origin_name = _origin(said)
    return SettingField(
        key=key,
        section=section,
        kind=_kind(types, suffix),
        value=value,
        default=default,
        description=schema["description"],
        low=number.get("minimum"),
        high=number.get("maximum"),
        whole=number.get("type") == "integer",
        unit=_UNITS.get(suffix, "") if number else "",
        choices=tuple(words),
        longest=schema.get("maxLength"),
        origin=origin,
        origin_name=origin_name,
        next_start=bool(schema.get("next_start")),
    )


def _is_closed(schema: Mapping[str, Any]) -> bool:
    return "enum" in schema or "const" in schema


def _kind(types: Sequence[Mapping[str, Any]], suffix: str) -> Kind:
    names = {each.get("type") for each in types}
    if "boolean" in names:
        return Kind.SWITCH
    if names & {"integer", "number"}:
        return Kind.NUMBER
    if all(map(_is_closed, types)):
        return Kind.CHOICE
    return Kind.PATH if suffix in _PATHS else Kind.TEXT


def _origin(said: str) -> tuple[Origin, str]:
    if said in ("", Origin.COMMAND_LINE):
        return (Origin(said) if said else Origin.DEFAULT), ""
    layer, _, name = said.partition(" ")
    if layer == Origin.ENVIRONMENT and name.isupper():
        return Origin.ENVIRONMENT, name
    if layer == Origin.POLICY and name:
        return Origin.POLICY, name
    return Origin.FILE, said


# -- finding one ------------------------------------------------------------------------------------------------------


def shown_fields(
    fields: Sequence[SettingField], section: str, query: str, words: Callable[[str], str]
) -> tuple[SettingField, ...]:
    """Without a query those of the section; with one those of any section whose key or description (as ``words`` says
    it) holds every word of it."""
    wanted = query.casefold().split()
    if not wanted:
        return tuple(field for field in fields if field.section == section)
    texts = ((field, f"{field.key} {words(field.description)}".casefold()) for field in fields)
    return tuple(field for field, text in texts if all(word in text for word in wanted))


# -- changing some ----------------------------------------------------------------------------------------------------


class ProblemKind(StrEnum):
    """SAID: in the words of the check itself."""

    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"
    OUT_OF_RANGE = "out_of_range"
    SAID = "said"


@dataclass(frozen=True, slots=True)
class Problem:
    kind: ProblemKind
    text: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the edits come to. ``changes``: what is to be written (None: the default). ``problems``: by key, or by
    section where several keys do not go together."""

    changes: Mapping[str, object]
    problems: Mapping[str, Problem]
    restart: bool

    @property
    def may_save(self) -> bool:
        return bool(self.changes) and not self.problems

    def problem_of(self, field: SettingField) -> Problem | None:
        """Its own, or its section's where this field is one of those that were changed."""
        shared = self.problems.get(field.section) if field.key in self.changes else None
        return self.problems.get(field.key) or shared


def draft(settings: Settings, fields: Sequence[SettingField], edits: Mapping[str, object]) -> Draft:
    """``edits``: the text, choice or switch of the fields that were touched; None: back to the default."""
    by_key = {field.key: field for field in fields}
    asked = {key: _typed(by_key[key], edit) for key, edit in edits.items() if not by_key[key].locked}
    problems = {
        key: _problem(by_key.get(key), asked.get(key), said) for key, said in problems_of(settings, asked).items()
    }
    if not problems:
        after = with_changes(settings, asked)
        asked = {key: edit if edit is None else value_of(after, key) for key, edit in asked.items()}
    changes = {key: value for key, value in asked.items() if _differs(by_key[key], value)}
    return Draft(changes, problems, any(not by_key[key].at_once for key in changes))


def value_of(settings: Settings, key: str) -> object:
    """Of a ``section.key``."""
    found: object = settings
    for name in key.split("."):
        found = getattr(found, name)
    return found


def shown_value(value: object) -> str:
    """A number without needless figures, as it is typed."""
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def stepped(field: SettingField, text: str, steps: int) -> str:
    """The number some presses of − or + away, within the bounds; from a word or nonsense the low end."""
    low, high = field.low or 0.0, field.high if field.high is not None else float("inf")
    number = _number(text)
    if number is None:
        return shown_value(int(low) if field.whole else float(low))
    moved = round((number + steps * field.step) / field.step) * field.step
    inside = min(high, max(low, moved))
    return shown_value(int(inside) if field.whole else round(inside, 9))


def _typed(field: SettingField, edit: object) -> object:
    return edit.strip().replace(",", ".") if field.kind is Kind.NUMBER and isinstance(edit, str) else edit


def _differs(field: SettingField, value: object) -> bool:
    if value is None:
        return field.origin is Origin.FILE or field.value != field.default
    return value != field.value


def _problem(field: SettingField | None, edit: object, said: str) -> Problem:
    if field is None or field.kind is not Kind.NUMBER:
        return Problem(ProblemKind.SAID, said)
    number = _number(str(edit))
    if number is None:
        return Problem(ProblemKind.NOT_A_NUMBER)
    if field.low is not None and field.high is not None and not field.low <= number <= field.high:
        return Problem(ProblemKind.OUT_OF_RANGE)
    if field.whole and number != int(number):
        return Problem(ProblemKind.NOT_WHOLE)
    return Problem(ProblemKind.SAID, said)


def _number(text: str) -> float | None:
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return number if isfinite(number) else None
