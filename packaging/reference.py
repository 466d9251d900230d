"""Write the pages of docs/ that are made from the code: `python packaging/reference.py`, with the environment's Python.

--check     only say which of them are not what the code says; exit code 1 if any
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging" / "pages")]

from command_page import commands_page  # noqa: E402 - after their folder is known: packaging/ is no package
from message_page import messages_page  # noqa: E402
from setting_page import settings_page  # noqa: E402
from sql_server_page import sql_server_page  # noqa: E402

DOCS = ROOT / "docs"
PAGES = {
    "commands.md": commands_page,
    "settings.md": settings_page,
    "messages.md": messages_page,
    "sql-server.md": sql_server_page,
}


def stale() -> list[Path]:
    """The pages that are not what the code says."""
    return [DOCS / name for name, made in PAGES.items() if _text_of(DOCS / name) != made()]


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main(words: list[str]) -> int:
    if words not in ([], ["--check"]):
        print(__doc__)
        return 2
    behind = stale()
    for path in behind:
        print(f"{path.relative_to(ROOT)} is not up to date" if words else path.relative_to(ROOT))
        if not words:
            path.write_text(PAGES[path.name](), encoding="utf-8", newline="\n")
    return 1 if words and behind else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
