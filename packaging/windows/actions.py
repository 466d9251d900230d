"""What an installer starts while it installs and removes: as values, which wxs.py writes out.

Nothing of it has a window or asks a question. What changes the machine runs as the system; what may fail harmlessly is
ignored. Whatever is made has its way back twice: when the product goes, and when the rest of the installation fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from products import DRIVER, TASK_FILE, Product, file_id

FIRST, GOING = "NOT Installed", 'REMOVE="ALL"'
_UPGRADE = "WIX_UPGRADE_DETECTED"

Kind = Literal["immediate", "deferred", "rollback"]


@dataclass(frozen=True, slots=True)
class Assignment:
    """``number``: its place in the sequence. ``condition``: "" is always."""

    name: str
    number: int
    condition: str
    target: str
    value: str


@dataclass(frozen=True, slots=True)
class Start:
    """``program``: by ``source`` the id of a file of the payload, or the property with the path of one of Windows'."""

    name: str
    number: int
    condition: str
    source: Literal["FileKey", "Property"]
    program: str
    arguments: str
    kind: Kind = "deferred"
    must_succeed: bool = False


@dataclass(frozen=True, slots=True)
class _Pair:
    """Of one thing in Windows: the words of a tool that make it, and those that unmake it."""

    name: str
    tool: str
    make: str
    unmake: str


def actions(product: Product) -> Iterator[Assignment | Start]:
    yield _settings(product)
    if product.has_database:
        yield Assignment("TellDriver", 1002, "NOT ODBCDRIVER", "ODBCNOTE", f"{DRIVER} is not installed.")
    if product.listens:
        yield from _firewall(product)
    if product.task:
        yield from _task(product.task)


def _settings(product: Product) -> Start:
    """The program writes its own settings: it knows what is valid, and leaves alone what is there."""
    words = " ".join(f'"{key}=[{name}]"' for name, key in product.properties.items())
    command = file_id(product.programs[-1])
    return Start("WriteSettings", 6401, FIRST, "FileKey", command, f"machine init {words}", must_succeed=True)


def _firewall(product: Product) -> Iterator[Assignment | Start]:
    """For this program alone, on whatever port its settings say, and not in networks that Windows calls public."""
    rule = f'rule name="{product.name}"'
    program = f"[#{file_id(product.programs[-1])}]"
    allow = f'advfirewall firewall add {rule} dir=in action=allow program="{program}" protocol=TCP'
    yield Assignment("FindNetsh", 1003, "", "NETSH", "[System64Folder]netsh.exe")
    pair = _Pair("Rule", "NETSH", f"{allow} profile=domain,private", f"advfirewall firewall delete {rule}")
    yield from _made_and_unmade(pair, going=1580, coming=6402)


def _task(task: str) -> Iterator[Assignment | Start]:
    """Started with the machine by the task scheduler; stopped before its files are looked at."""
    name, tool = f'/tn "{task}"', "SCHTASKS"
    yield Assignment("FindSchtasks", 1004, "", tool, "[System64Folder]schtasks.exe")
    yield Start("StopServer", 1399, f"{_UPGRADE} OR {GOING}", "Property", tool, f"/end {name}", "immediate")
    pair = _Pair("Task", tool, f'/create /f {name} /xml "[#{file_id(TASK_FILE)}]"', f"/delete /f {name}")
    yield from _made_and_unmade(pair, going=1590, coming=6404)
    yield Start("StartServer", 6406, f'{FIRST} AND (START="1" OR {_UPGRADE})', "Property", tool, f"/run {name}")


def _made_and_unmade(pair: _Pair, *, going: int, coming: int) -> Iterator[Start]:
    name, tool = pair.name, pair.tool
    yield Start(f"Remake{name}", going, GOING, "Property", tool, pair.make, "rollback")
    yield Start(f"Unmake{name}", going + 1, GOING, "Property", tool, pair.unmake)
    yield Start(f"Undo{name}", coming, FIRST, "Property", tool, pair.unmake, "rollback")
    yield Start(f"Make{name}", coming + 1, FIRST, "Property", tool, pair.make, must_succeed=True)
