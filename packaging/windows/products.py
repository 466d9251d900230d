"""The two things that are installed on Windows: the station and the server. What makes each of them the same product
from one version to the next must never change; it stands here and nowhere else."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

MAKER = "Countersign"
FOLDER = "Countersign"
"""Of %ProgramData%, for both products: the program finds its settings there by itself."""
REGISTRY = rf"SOFTWARE\{MAKER}"
DRIVER = "ODBC Driver 18 for SQL Server"
_NAMESPACE = uuid.UUID("6d0b3f0e-6a58-4f6e-9a43-0a3b3a7c5b11")
TASK_FILE = "server-task.xml"
"""In the payload's first folder of a product with a task."""
_VERSION = re.compile(r"(\d{1,3})\.(\d{1,3})\.(\d{1,5})")
_LARGEST = (255, 255, 65535)


@dataclass(frozen=True, slots=True)
class Shortcut:
    """In the Start menu. ``arguments``: the words after the program."""

    name: str
    arguments: str
    description: str


@dataclass(frozen=True, slots=True)
class Product:
    """``properties``: what may be given on msiexec's command line, and the setting that each becomes.

    ``programs``: file names in the payload's first folder; the first one found starts with a double click, the last
    one is the command. ``listens``: the firewall lets others reach it. ``task``: the task scheduler's name for what
    starts with the machine, "" for nothing."""

    key: str
    name: str
    upgrade_code: str
    programs: tuple[str, ...]
    properties: dict[str, str]
    shortcuts: tuple[Shortcut, ...] = ()
    listens: bool = False
    task: str = ""

    @property
    def registry(self) -> str:
        return rf"{REGISTRY}\{self.key.capitalize()}"

    @property
    def starts_with_windows(self) -> bool:
        return "KIOSK" in self.properties

    @property
    def has_database(self) -> bool:
        return "DATABASEURL" in self.properties

    @property
    def switches(self) -> tuple[str, ...]:
        """Public properties that are no setting."""
        return (*(("ODBCCHECK",) if self.has_database else ()), *(("START",) if self.task else ()))

    def id_of(self, *parts: str) -> str:
        """A GUID in Windows Installer's spelling, the same on every machine for the same words."""
        return "{" + str(uuid.uuid5(_NAMESPACE, "/".join((self.key, *parts)))).upper() + "}"


STATION = Product(
    key="station",
    name="Countersign",
    upgrade_code="{8E2B1C53-70A1-4C0C-9F11-3C6D0E4C1A01}",
    programs=("countersignw.exe", "countersign.exe"),
    properties={
        "STATION": "station.id",
        "SERVER": "inference.address",
        "TLSCA": "inference.tls_ca",
        "TOKENKEYRING": "inference.token_keyring",
        "DATABASEURL": "database.url",
        "ERP": "erp.base_url",
        "LANGUAGE": "ui.language",
        "KIOSK": "ui.kiosk",
    },
    shortcuts=(
        Shortcut("Countersign", "station", "Checks goods against paper"),
        Shortcut("Countersign review", "review", "Sessions, conflicts, people, audit"),
    ),
)
SERVER = Product(
    key="server",
    name="Countersign Server",
    upgrade_code="{8E2B1C53-70A1-4C0C-9F11-3C6D0E4C1A02}",
    programs=("countersign-server.exe",),
    properties={
        "LISTEN": "server.host",
        "PORT": "server.port",
        "TLSCERT": "server.tls_cert",
        "TLSKEY": "server.tls_key",
        "ACCESSFILE": "server.access_file",
        "MODELS": "server.models_dir",
    },
    listens=True,
    task="Countersign Server",
)
PRODUCTS = {product.key: product for product in (STATION, SERVER)}


def file_id(path: str) -> str:
    """What the tables of an installer call a file of the payload; the same for names that Windows does not tell
    apart."""
    return f"F{digest(path)}"


def digest(path: str) -> str:
    """Short, of letters and figures only."""
    return uuid.uuid5(_NAMESPACE, path.lower()).hex


def checked_version(text: str) -> str:
    """Windows Installer compares three numbers, and no more. ValueError: these are not three, or too large."""
    found = _VERSION.fullmatch(text)
    if not found or any(int(part) > most for part, most in zip(found.groups(), _LARGEST, strict=True)):
        raise ValueError(f"“{text}” is no version for Windows Installer: it takes 0.0.0 to 255.255.65535")
    return text
