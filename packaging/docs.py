"""Make HTML of docs/: `python3 packaging/docs.py [--python PATH] [--out FOLDER]`. It works from the folder it lies in,
without a server and without a network.

Sphinx, MyST and furo come from packaging/lock/build.txt; `--python` names the Python that has them. Warnings are
errors: a link that leads nowhere, a page that nobody reaches. The operator's card is put beside the pages, as PDF files
in both languages.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_LOADED = re.compile(
    r"""<(?:script|img|iframe|source)\b[^>]*\bsrc=["'](https?:)?//"""
    r"""|<link\b(?![^>]*\brel=["']?(?:canonical|index|search|next|prev|author))[^>]*\bhref=["'](https?:)?//"""
    r"""|url\(\s*["']?(https?:)?//|@import\s+["'](https?:)?//""",
    re.IGNORECASE,
)
CARD_LANGUAGES = ("en", "id")


def build(python: str, out: Path) -> int:
    """The exit code. What was in ``out`` is replaced once the pages are made."""
    made = out.parent / f".{out.name}.new"
    shutil.rmtree(made, ignore_errors=True)
    sphinx = [python, "-m", "sphinx", "-b", "html", "-E", "-W", "--keep-going", "-n", "-q"]
    code = subprocess.run([*sphinx, "-d", made / ".doctrees", ROOT / "docs", made], cwd=ROOT, check=False).returncode
    if code:
        return code
    for rest in (".doctrees", ".buildinfo", "objects.inv"):
        _remove(made / rest)
    if strangers := sorted(external(made)):
        print("These would be fetched from the network:", *strangers, sep="\n  ", file=sys.stderr)
        return 1
    if code := _cards(python, made):
        return code
    shutil.rmtree(out, ignore_errors=True)
    made.rename(out)
    print(out / "index.html")
    return 0


def external(folder: Path) -> Iterator[str]:
    """What a browser would load from elsewhere when it shows these pages. Links that a reader may follow are none."""
    for path in folder.rglob("*"):
        if path.suffix in {".html", ".css"}:
            for found in _LOADED.finditer(path.read_text(encoding="utf-8")):
                yield f"{path.relative_to(folder)}: {found[0]}"


def _cards(python: str, folder: Path) -> int:
    for language in CARD_LANGUAGES:
        words = ["card", "--language", language, "--out", str(folder / f"operator-card.{language}.pdf")]
        done = subprocess.run([python, "-m", "app", *words], cwd=ROOT, check=False, stdout=subprocess.DEVNULL)
        if done.returncode:
            return done.returncode
    return 0


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--python", default=sys.executable, metavar="PATH", help="a Python that has the build's lock")
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "docs", metavar="FOLDER", help="dist/docs")
    args = parser.parse_args(words)
    known = subprocess.run([args.python, "-c", "import sphinx, myst_parser, furo"], check=False, capture_output=True)
    if known.returncode:
        print(f"{args.python} has no Sphinx, MyST and furo: install packaging/lock/build.txt.", file=sys.stderr)
        return 2
    out: Path = args.out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    return build(args.python, out)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
