"""What makes a Linux bundle lighter after PyInstaller: debug symbols, a second BLAS, data of ICU that nobody reads.

Nothing here changes a library's code. Each step needs a tool of Debian (binutils, icu-devtools); where it is missing
the step is left out with a line that says so, and the bundle is heavier and works the same. docs/adr/0019-bundles.md
has the sizes.
"""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

BLAS = "libopenblasp*.so"
BLAS_OWN = ("libgfortran*.so*", "libquadmath*.so*")
SYSTEM_BLAS = ("liblapack.so.3", "libblas.so.3")
_LOAD = 1
_ICU = "libicudata.so.*"
_LANGUAGES = r"(en|id)(_[A-Za-z0-9_]*)?"
_UNREAD = (
    r"(curr|zone|lang|region|unit|rbnf|brkitr|translit)/.*",  # names of currencies, zones, … which Qt has of its own
    rf"coll/(?!(root|res_index|ucadata|{_LANGUAGES})\.).*",
    rf"(?!{_LANGUAGES}\.)[a-z]{{2,3}}(_[A-Za-z0-9_]*)?\.res",
    r".*\.cnv",  # encodings that are not Unicode
    r".*\.spp|unames\.icu|confusables\.cfu",  # internet names; names of characters
)


def lighten(folder: Path, say: Callable[[str], None] = print) -> None:
    """``folder`` holds a bundle that nobody has run yet."""
    before = size(folder)
    steps = {strip_symbols: ("strip",), use_system_blas: ("ld", "objcopy"), shrink_icu: ("icupkg", "objcopy", "ld")}
    for step, tools in steps.items():
        if missing := [tool for tool in tools if not shutil.which(tool)]:
            say(f"{step.__name__}: left out, there is no {missing[0]} on this machine")
        else:
            step(folder)
    say(f"{folder.name}: {before / 1e6:.0f} MB from PyInstaller, {size(folder) / 1e6:.0f} MB after this")


def size(folder: Path) -> int:
    """Bytes of its files; a link counts as nothing."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def libraries(folder: Path) -> list[Path]:
    """Its ELF files that are loaded, not started."""
    files = (file for file in sorted(folder.rglob("*.so*")) if file.is_file() and not file.is_symlink())
    return [file for file in files if is_elf(file)]


def is_elf(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(4) == b"\x7fELF"


def strip_symbols(folder: Path) -> None:
    """Tables for debuggers. Python's own library is two thirds of them."""
    with tempfile.TemporaryDirectory() as scratch:
        for file in libraries(folder):
            lean = Path(scratch, "lean")
            subprocess.run(["strip", "--strip-unneeded", "-o", lean, file], check=True)
            if is_aligned(lean):
                shutil.copyfile(lean, file)


def is_aligned(file: Path) -> bool:
    """Whether the loader will take the file: strip leaves some that were rewritten for a wheel unusable.

    Each loaded segment of a 64-bit ELF file lies in the file as it shall lie in memory, modulo a page.
    """
    data = file.read_bytes()
    (table,), (size, count) = struct.unpack_from("<Q", data, 32), struct.unpack_from("<HH", data, 54)
    for at in range(table, table + size * count, size):
        kind, _, offset, address, _, _, _, page = struct.unpack_from("<IIQQQQQQ", data, at)
        if kind == _LOAD and (offset - address) % max(page, 1):
            return False
    return True


def use_system_blas(folder: Path) -> None:
    """OpenCV's wheel brings an OpenBLAS of 39 MB for matrices larger than any of ours. A library of the same name takes
    its place, which holds nothing and asks for Debian's reference BLAS and LAPACK: the same functions, slower."""
    for file in folder.rglob(BLAS):
        if file.is_symlink():
            continue
        file.unlink()
        link_empty(file, file.name, SYSTEM_BLAS)
        for pattern in BLAS_OWN:  # its Fortran; the system's has its own
            for own in file.parent.glob(pattern):
                own.unlink()
    for link in [each for each in folder.rglob("*") if each.is_symlink() and not each.exists()]:
        link.unlink()  # PyInstaller's, to what is gone


def link_empty(file: Path, name: str, needed: Iterable[str]) -> None:
    """A shared library called ``name`` without content that needs others."""
    with tempfile.TemporaryDirectory() as scratch:
        nothing = _wrapped(Path(scratch, "nothing"), b"")
        stand_ins = [Path(scratch, each) for each in needed]
        for stand_in in stand_ins:  # the linker wants files of those names; what is in them does not matter
            _ld("-soname", stand_in.name, "-o", stand_in, nothing)
        _ld("-soname", name, "--no-as-needed", "-o", file, nothing, *stand_ins)


def shrink_icu(folder: Path) -> None:
    """ICU's data for the languages that the program speaks; Qt reads its collation and little else."""
    for library in folder.rglob(_ICU):
        if not library.is_symlink():
            _shrink_icu(library)


def _shrink_icu(library: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        symbol = f"icudt{library.name.rpartition('.')[2]}"
        data, drop, exported = (Path(scratch, name) for name in (f"{symbol}l.dat", "drop.txt", "exported"))
        subprocess.run(["objcopy", "-O", "binary", "--only-section=.rodata", library, data], check=True)
        listed = subprocess.run(["icupkg", "-l", data], check=True, capture_output=True, text=True).stdout.split()
        drop.write_text("".join(f"{name}\n" for name in unread(listed)), encoding="utf-8")
        subprocess.run(["icupkg", "-r", drop, data], check=True)
        exported.write_text(f"{{ global: {symbol}_dat; local: *; }};\n", encoding="utf-8")
        wrapped = _wrapped(Path(scratch, "data"), data.read_bytes(), f"{symbol}_dat")
        _ld("-soname", library.name, "--version-script", exported, "-o", library, wrapped)


def _wrapped(file: Path, content: bytes, symbol: str = "content") -> Path:
    """An object file whose one section of constants is ``content``, known as ``symbol``."""
    file.write_bytes(content)
    made = file.with_suffix(".o")
    subprocess.run(["ld", "-r", "-b", "binary", "-o", made, file.name], cwd=file.parent, check=True)
    section = ["--rename-section", ".data=.rodata,alloc,load,readonly,data,contents", "--set-section-alignment"]
    names = ["--redefine-sym", f"_binary_{file.name}_start={symbol}"]
    subprocess.run(["objcopy", *section, ".data=16", *names, made], check=True)
    return made


def unread(names: Iterable[str]) -> list[str]:
    """Of ICU's items, those that are left out."""
    return [name for name in names if any(re.fullmatch(pattern, name) for pattern in _UNREAD)]


def _ld(*words: str | Path) -> None:
    subprocess.run(["ld", "-shared", "--build-id=none", "-z", "noexecstack", *words], check=True)
