"""Which libraries a program on Windows may ask for without bringing them along, and why each of them is there.

A name that is neither in the set nor here is one that a station would miss at its first start.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SYSTEM = frozenset(
    (
        *("advapi32", "authz", "bcrypt", "bcryptprimitives", "comdlg32", "crypt32", "dbghelp", "dnsapi", "gdi32"),
        *("imagehlp", "imm32", "iphlpapi", "kernel32", "mpr", "msvcrt", "ncrypt", "netapi32", "ntdll", "ole32"),
        *("oleaut32", "secur32", "setupapi", "shell32", "shlwapi", "user32", "userenv", "uxtheme", "version"),
        *("winhttp", "winmm", "ws2_32", "wtsapi32"),  # Windows itself, since long before 10
        *("d2d1", "d3d9", "d3d11", "d3d12", "dwmapi", "dwrite", "dxgi", "uiautomationcore"),  # the desktop
        "odbc32",  # the driver manager; the driver for SQL Server is Microsoft's own installer
        "icuuc",  # Unicode, in Windows since 10 1703; Qt asks for it
    )
)
"""Of Windows 10 1809 and later, without .dll."""
SYSTEM_PATTERNS = (
    (re.compile(r"api-ms-win-crt-[a-z]+-l\d-\d-\d\.dll"), "the universal C library, in Windows since 10"),
    (re.compile(r"api-ms-win-(core|shcore)-[a-z0-9-]+-l\d-\d-\d\.dll"), "doors to Windows' own libraries"),
    (re.compile(r"winspool\.drv"), "printing"),
)
PYTHON = re.compile(r"(python3\d*|vcruntime140(_1)?)\.dll")
"""Comes with the Python that freezes the program, from python.org."""
RUNTIME = re.compile(r"(msvcp|vcruntime|concrt|vccorlib)\d+(_[a-z0-9_]+)?\.dll")
"""Of Microsoft's C++ compiler. Not part of Windows: but for Python's own it has to be in the payload."""
NOT_SHIPPED = (
    ("PySide6/qml/", "Qt Quick: the program has widgets only"),
    ("PySide6/plugins/sqldrivers/", "Qt's own database drivers; ours is pyodbc"),
    ("PySide6/plugins/designer/", "a tool of programmers"),
    ("PySide6/plugins/qmltooling/", "a tool of programmers"),
    ("PySide6/plugins/imageformats/qpdf.dll", "PDF as a picture: needs a module that is not locked"),
    ("PySide6/plugins/platforminputcontexts/qtvirtualkeyboard", "GPL, and its libraries are not locked"),
    ("PySide6/vcamp140.dll", "for programs of a graphics card; nothing asks for it"),
    ("shiboken6/vcamp140.dll", "the same"),
)
"""Libraries of the set that the bundle leaves out, by how their path begins; what they ask for is not looked at."""
WINDOW = ("PySide6/", "shiboken6/")
"""What the station has and the server has not."""


@dataclass(frozen=True, slots=True)
class Findings:
    """``unknown``: who asks for a library that will not be there. ``from_builder``: the same for libraries of the
    C++ runtime, which then have to come from the machine that freezes the program. Both by the library's name."""

    unknown: Mapping[str, list[str]]
    from_builder: Mapping[str, list[str]]


def look(imports: Mapping[str, Iterable[str]], left_out: Iterable[str] = ()) -> Findings:
    """``imports``: for each file of the set, by its path with slashes, the libraries it asks for. ``left_out``: how
    the paths begin of more that is not shipped."""
    prefixes = (*(path for path, _ in NOT_SHIPPED), *left_out)
    shipped = {path: names for path, names in imports.items() if not path.startswith(prefixes)}
    present = {path.rpartition("/")[2].lower() for path in shipped}
    missing: dict[str, list[str]] = {}
    for path, names in sorted(shipped.items()):
        for name in {name.lower() for name in names} - present:
            if not _is_of_windows(name):
                missing.setdefault(name, []).append(path)
    runtime = {name: files for name, files in missing.items() if RUNTIME.fullmatch(name)}
    return Findings({name: files for name, files in sorted(missing.items()) if name not in runtime}, runtime)


def _is_of_windows(name: str) -> bool:
    if name.removesuffix(".dll") in SYSTEM or PYTHON.fullmatch(name):
        return True
    return any(pattern.fullmatch(name) for pattern, _ in SYSTEM_PATTERNS)
