"""Make the Windows installer of a bundle, on Linux: `python3 packaging/windows/msi.py --payload dist/station
--version 1.0.0 --product station --out countersign-1.0.0.msi`.

Needs wixl and msitools, and for --sign osslsigncode. The payload is a folder made by PyInstaller on Windows; it is
copied, and never changed.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import mend  # after its folder is known: packaging/ is no package
import sign
import wxs
from products import PRODUCTS, TASK_FILE, Product, checked_version

HERE = Path(__file__).resolve().parent
TOOLS = ("wixl", "msibuild", "msiinfo")


def make(
    payload: Path, version: str, product: Product, out: Path,
    key: sign.Key | None = None, given: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """ValueError: the payload or the version is none. RuntimeError: a tool failed; then there is no installer."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        laid_out = _laid_out(payload, product, work)
        if key:
            sign.sign_programs(laid_out, product.programs, key)
        text = wxs.source(laid_out, checked_version(version), product, given)
        draft = _built(work, text)
        mend.mend(draft, product)
        if key:
            sign.sign_file(draft, product.name, key)
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(draft, out)


def _laid_out(payload: Path, product: Product, work: Path) -> Path:
    """A copy of the payload with what only Windows needs."""
    copy = work / "payload"
    shutil.copytree(payload, copy, symlinks=True)
    if product.task:
        text = (HERE / TASK_FILE).read_text(encoding="utf-8")
        declared = '<?xml version="1.0" encoding="UTF-16"?>\n'  # the only one that schtasks reads whatever its version
        (copy / TASK_FILE).write_text(declared + text, encoding="utf-16")
    return copy


def _built(work: Path, text: str) -> Path:
    """By wixl, which takes paths only as seen from where it runs."""
    (work / "product.wxs").write_text(text, encoding="utf-8")
    words = ["wixl", "--arch", "x64", "--output", "draft.msi", "product.wxs"]
    finished = subprocess.run(words, cwd=work, capture_output=True, text=True, check=False)
    if finished.returncode or finished.stderr:  # a word that it does not know is only a warning to it
        raise RuntimeError(f"wixl: {finished.stderr.strip() or finished.returncode}")
    return work / "draft.msi"


def _pair(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    if not equals or not value:
        raise ValueError(f"“{word}” is not NAME=VALUE")
    return name, value


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--payload", type=Path, required=True, help="folder with the program and its libraries")
    parser.add_argument("--version", required=True, help="MAJOR.MINOR.PATCH")
    parser.add_argument("--product", choices=sorted(PRODUCTS), required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--property", action="append", default=[], metavar="NAME=VALUE", help="a site's own: given unless msiexec is"
    )
    sign.add_arguments(parser)
    args = parser.parse_args(words)
    if missing := [tool for tool in TOOLS if shutil.which(tool) is None]:
        print(f"not installed: {', '.join(missing)} (Debian: wixl, msitools)", file=sys.stderr)
        return 1
    try:
        given = dict(_pair(word) for word in args.property)
        make(args.payload, args.version, PRODUCTS[args.product], args.out, sign.key_of(args), given)
    except (ValueError, RuntimeError) as error:
        print(f"msi.py: {error}", file=sys.stderr)
        return 1
    print(args.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
