"""``countersign config show|path|check``.

``show`` prints all settings as the TOML that would set them; with ``--origin`` which layer each value comes from, and
what gave way to it. ``path`` prints where the user's file is looked for, then the files of the machine's policy,
``check`` whether they are sound. The layers are told in docs/policy.md.

Exit code: 0; 2 for a setting that is wrong, with its file and key.
"""

import argparse
import json
import os
from collections.abc import Mapping, Sequence

from app.settings import Settings
from app.settings_layers import Given, config_path, given_values, machine_folder, policy_files

_DEFAULT = "default"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["show", "path", "check"])
    parser.add_argument("--json", action="store_true", help="machine-readable output")
    parser.add_argument("--origin", action="store_true", help="show: where each value comes from, and what gave way")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Settings reach here only when they are valid, so ``check`` has nothing left to find."""
    path = args.config or config_path()
    policy = [str(file) for file in policy_files(machine_folder())]
    if args.what == "path":
        found = {"path": str(path), "exists": path.exists(), "machine": str(machine_folder()), "policy": policy}
        print(json.dumps(found) if args.json else "\n".join([str(path), *policy]))
    elif args.what == "check":
        found = {"path": str(path), "exists": path.exists(), "policy": policy, "ok": True}
        print(json.dumps(found) if args.json else "\n".join(_checked(str(path), path.exists(), policy)))
    elif args.origin:
        _show_origins(settings, given_values(args.config, os.environ, args.overrides), as_json=args.json)
    elif args.json:
        print(settings.model_dump_json(indent=2))
    else:
        print("\n".join(_toml_lines(settings)))
    return 0


def _checked(path: str, exists: bool, policy: Sequence[str]) -> list[str]:
    return [f"{path}: {'fine' if exists else 'absent, defaults apply'}", *(f"{file}: fine" for file in policy)]


# -- where each value comes from --------------------------------------------------------------------------------------


def _show_origins(settings: Settings, given: Mapping[str, Sequence[Given]], *, as_json: bool) -> None:
    values = {key: (value, given.get(key, ())) for key, value in _values(settings)}
    if as_json:
        print(json.dumps({key: _as_plain(value, said) for key, (value, said) in values.items()}, indent=2))
        return
    for key, (value, said) in values.items():
        print(f"{key} = {_toml(value)}  # {said[-1].origin if said else _DEFAULT}")
        for loser in said[:-1]:
            print(f"    overruled: {_toml(loser.value)}  # {loser.origin}")


def _as_plain(value: object, said: Sequence[Given]) -> dict[str, object]:
    overruled = [{"value": each.value, "origin": each.origin} for each in said[:-1]]
    return {"value": value, "origin": said[-1].origin if said else _DEFAULT, "overruled": overruled}


def _values(settings: Settings) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for name in Settings.model_fields:
        section = getattr(settings, name)
        if isinstance(section, str):
            found.append((name, section))
        else:
            found += [(f"{name}.{key}", getattr(section, key)) for key in type(section).model_fields]
    return found


# -- as a settings file -----------------------------------------------------------------------------------------------


def _toml_lines(settings: Settings) -> list[str]:
    """The settings as the TOML file that would set them, each with its description."""
    lines = [f"data_dir = {_toml(settings.data_dir)}  # {Settings.model_fields['data_dir'].description}"]
    for name in Settings.model_fields:
        section = getattr(settings, name)
        if isinstance(section, str):
            continue
        lines += ["", f"[{name}]"]
        for key, field in type(section).model_fields.items():
            lines.append(f"{key} = {_toml(getattr(section, key))}  # {field.description}")
    return lines


def _toml(value: object) -> str:
    """JSON's spelling of texts, numbers and booleans is TOML's too, but for DEL and for characters beyond 16 bits."""
    return json.dumps(value, ensure_ascii=False, default=str).replace("\x7f", "\\u007F")
