"""``countersign config show|path|check``.

``show`` prints all settings as the TOML that would set them, ``path`` where the file is looked for, ``check`` whether
it is sound.

Exit code: 0; 2 for a setting that is wrong, with its file and key.
"""

import argparse
import json

from app.settings import Settings, config_path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["show", "path", "check"])
    parser.add_argument("--json", action="store_true", help="machine-readable output")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Settings reach here only when they are valid, so ``check`` has nothing left to find."""
    path = args.config or config_path()
    if args.what == "path":
        print(json.dumps({"path": str(path), "exists": path.exists()}) if args.json else path)
    elif args.what == "check":
        found = {"path": str(path), "exists": path.exists(), "ok": True}
        print(json.dumps(found) if args.json else f"{path}: {'fine' if path.exists() else 'absent, defaults apply'}")
    elif args.json:
        print(settings.model_dump_json(indent=2))
    else:
        print("\n".join(_toml_lines(settings)))
    return 0


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
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
