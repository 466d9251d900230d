"""Where the settings' values come from. Layers, later wins:

1. the defaults,
2. the settings file of this user (or ``COUNTERSIGN_CONFIG``, or ``--config``),
3. the environment, ``COUNTERSIGN_SECTION__KEY``,
4. the command line, ``--set section.key=value``,
5. the machine's policy: ``countersign.toml`` in the machine's folder, then ``conf.d/*.toml`` there, in the order of
   their names. Only who administers the machine writes there, and nobody below can overrule it.

A wrong key or value raises OperationalError(SETTING_INVALID) naming its origin and key, a file that cannot be read, or
is not TOML, OperationalError(FILE_UNREADABLE).
"""

import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.domain.errors import ErrorCode, OperationalError
from app.settings import APP, Settings

ENV_PREFIX = "COUNTERSIGN_"
POLICY = "policy"
COMMAND_LINE = "command line"
FILE_NAME = "countersign.toml"
_DROP_INS = "conf.d"
_DEEPEST = 2
_NO_SETTINGS = ("COUNTERSIGN_CONFIG", "COUNTERSIGN_TEST_")
"""How variables begin that are not settings: which file, and what the tests ask."""
_PROBLEMS = {
    "extra_forbidden": "there is no such setting",
    "model_type": "it is a section, not a value",
    "string_pattern_mismatch": "it holds a character that is not allowed, or is too long",
    "string_too_short": "it may not be empty",
}

Leaf = tuple[str, tuple[str, ...], Any]
"""Its origin, its keys from the outside in, its value."""


@dataclass(frozen=True, slots=True)
class Given:
    """One value that a layer gives a setting. ``origin``: the settings file's path, ``environment NAME``, ``command
    line``, or ``policy PATH``."""

    origin: str
    value: object


def config_path(environ: Mapping[str, str] = os.environ) -> Path:
    """The settings file: ``COUNTERSIGN_CONFIG``, else in the user's configuration folder."""
    chosen = environ.get("COUNTERSIGN_CONFIG")
    return Path(chosen) if chosen else Path(platformdirs.user_config_dir(APP, appauthor=False)) / FILE_NAME


def machine_folder() -> Path:
    """Where the policy lies: ``/etc/countersign``, or ``%ProgramData%\\\\countersign`` as Windows itself names it (not
    the environment, which is in the user's hands)."""
    if os.name == "posix":
        return Path("/etc") / APP
    return Path(platformdirs.site_data_dir(APP, appauthor=False))


def policy_files(folder: Path) -> Sequence[Path]:
    """In the order they are read; empty where the machine has no policy."""
    main = folder / FILE_NAME
    return [*([main] if main.exists() else []), *sorted((folder / _DROP_INS).glob("*.toml"))]


def load_settings(
    path: Path | None = None,
    environ: Mapping[str, str] = os.environ,
    overrides: Iterable[str] = (),
    *,
    machine: Path | None = None,
) -> Settings:
    """Read all layers. ``overrides`` are ``section.key=value`` strings; one that the policy sets is SETTING_INVALID. A
    missing file is an empty one. ``machine``: the folder of the policy, None for this machine's."""
    return _valid(_leaves_of_all(path, environ, overrides, machine), str(path or config_path(environ)))


def settings_with_origins(
    path: Path | None = None,
    environ: Mapping[str, str] = os.environ,
    overrides: Iterable[str] = (),
    *,
    machine: Path | None = None,
) -> tuple[Settings, Mapping[str, str]]:
    """As :func:`load_settings`; and for each ``section.key`` that a layer sets the origin that wins. What is not in it
    has its default."""
    leaves = _leaves_of_all(path, environ, overrides, machine)
    origins = {".".join(keys): origin for origin, keys, _ in leaves}
    return _valid(leaves, str(path or config_path(environ))), origins


def given_values(
    path: Path | None = None,
    environ: Mapping[str, str] = os.environ,
    overrides: Iterable[str] = (),
    *,
    machine: Path | None = None,
) -> Mapping[str, Sequence[Given]]:
    """For each ``section.key`` all that the layers say about it, the one that wins last."""
    found: dict[str, list[Given]] = {}
    for origin, keys, value in _leaves_of_all(path, environ, overrides, machine):
        found.setdefault(".".join(keys), []).append(Given(origin, value))
    return found


def parse_settings(text: str, origin: str) -> Settings:
    """The settings of a TOML file with this content alone. ``origin`` is what a message names."""
    return _valid([(origin, keys, value) for keys, value in _leaves(_toml_tree(text, origin), ())], origin)


def problems_of(settings: Settings, changes: Mapping[str, object]) -> Mapping[str, str]:
    """What is wrong with the settings once these ``section.key`` have other values (None: the default), in words by
    the key; by the section where several keys do not go together. Empty: nothing."""
    try:
        with_changes(settings, changes)
    except ValidationError as error:
        return {".".join(_place(each)): _problem(each) for each in reversed(error.errors())}
    return {}


def with_changes(settings: Settings, changes: Mapping[str, object]) -> Settings:
    """The same settings but for these ``section.key``; None is the default. ValidationError, a ValueError: see
    :func:`problems_of`."""
    values = settings.model_dump()
    for key, value in changes.items():
        keys = tuple(key.split("."))
        if value is not None:
            _put(values, keys, value)
        elif isinstance(section := values.get(keys[0]), dict):
            section.pop(keys[-1], None)
        else:
            values.pop(key, None)
    return Settings.model_validate(values)


def with_overrides(settings: Settings, overrides: Iterable[str]) -> Settings:
    """The same settings but for these ``section.key=value`` strings. SETTING_INVALID."""
    values = settings.model_dump()
    origins: dict[tuple[str, ...], str] = {}
    for origin, keys, value in _from_command_line(overrides):
        _put(values, keys, value)
        origins[keys] = origin
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise _as_operational(error, origins, "the settings") from error


def _leaves_of_all(
    path: Path | None, environ: Mapping[str, str], overrides: Iterable[str], machine: Path | None
) -> list[Leaf]:
    """Later wins. SETTING_INVALID: the command line names what the policy sets."""
    policy = [
        (f"{POLICY} {origin}", keys, value)
        for file in policy_files(machine or machine_folder())
        for origin, keys, value in _from_file(file)
    ]
    words = _from_command_line(overrides)
    _refuse_overruling(words, policy)
    return [*_from_file(path or config_path(environ)), *_from_environment(environ), *words, *policy]


def _refuse_overruling(words: Iterable[Leaf], policy: Iterable[Leaf]) -> None:
    """Who says a value aloud is told that it would not hold; the quiet layers simply give way."""
    settled = {keys: origin for origin, keys, _ in policy}
    for origin, keys, _ in words:
        if keys in settled:
            problem = f"it is fixed by the {settled[keys]}"
            raise OperationalError(ErrorCode.SETTING_INVALID, origin=origin, key=".".join(keys), problem=problem)


def _valid(leaves: Iterable[Leaf], file: str) -> Settings:
    values: dict[str, Any] = {}
    origins: dict[tuple[str, ...], str] = {}
    for origin, keys, value in leaves:
        _put(values, keys, value)
        origins[keys] = origin
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise _as_operational(error, origins, file) from error


def _from_file(file: Path) -> list[Leaf]:
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    except UnicodeDecodeError as error:
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(file), problem=str(error)) from error
    except OSError as error:
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(file), problem=error.strerror or error) from error
    return [(str(file), keys, value) for keys, value in _leaves(_toml_tree(text, str(file)), ())]


def _toml_tree(text: str, origin: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=origin, problem=str(error)) from error


def _leaves(tree: Mapping[str, Any], above: tuple[str, ...]) -> list[tuple[tuple[str, ...], Any]]:
    found: list[tuple[tuple[str, ...], Any]] = []
    for key, value in tree.items():
        if isinstance(value, dict) and value:
            found += _leaves(value, (*above, key))
        else:
            found.append(((*above, key), value))
    return found


def _from_environment(environ: Mapping[str, str]) -> list[Leaf]:
    return [
        (f"environment {name}", tuple(name.removeprefix(ENV_PREFIX).lower().split("__")), value)
        for name, value in sorted(environ.items())
        if name.startswith(ENV_PREFIX) and not name.startswith(_NO_SETTINGS)
    ]


def _from_command_line(overrides: Iterable[str]) -> list[Leaf]:
    leaves: list[Leaf] = []
    for text in overrides:
        key, equals, value = text.partition("=")
        if not equals or not key.strip():
            raise OperationalError(
                ErrorCode.SETTING_INVALID,
                origin="command line",
                key=f"“{text}”",
                problem="expected section.key=value",
            )
        leaves.append(("command line", tuple(key.strip().split(".")), value.strip()))
    return leaves


def _put(values: dict[str, Any], keys: tuple[str, ...], value: Any) -> None:
    for key in keys[:-1]:
        below = values.setdefault(key, {})
        if not isinstance(below, dict):
            below = values[key] = {}
        values = below
    values[keys[-1]] = value


def _as_operational(error: ValidationError, origins: Mapping[tuple[str, ...], str], file: str) -> OperationalError:
    first = error.errors()[0]
    keys = _place(first)
    concerned = [known for known in origins if known[: len(keys)] == keys or keys[: len(known)] == known]
    origin = origins[max(reversed(concerned), key=len)] if concerned else file
    return OperationalError(ErrorCode.SETTING_INVALID, origin=origin, key=".".join(keys), problem=_problem(first))


def _place(error: ErrorDetails) -> tuple[str, ...]:
    """Section and key; of a setting with several types also which of them refuses it, which is left out."""
    return tuple(str(part) for part in error["loc"])[:_DEEPEST]


def _problem(error: ErrorDetails) -> str:
    return _PROBLEMS.get(error["type"]) or error["msg"].removeprefix("Value error, ")
