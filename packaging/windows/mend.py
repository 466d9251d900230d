"""What wixl cannot say, put into the finished installer with msibuild: as tables of Windows Installer itself.

* wixl ignores which properties may pass from the person to the system, so a property of msiexec's command line would be
  lost on its way.
* It knows no condition of a component, and no rights of a folder.
* It removes the old version before the new one's installation begins, where no failure brings it back.
"""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import wxs
from products import Product

_SYSTEM, _ADMINISTRATORS, _USERS = "SY", "BA", "BU"
RIGHTS = (
    f"O:{_ADMINISTRATORS}G:{_SYSTEM}D:PAI(A;OICI;FA;;;{_SYSTEM})(A;OICI;FA;;;{_ADMINISTRATORS})"
    f"(A;OICI;0x1200a9;;;{_USERS})"
)
"""Inherited from nothing: what lies above, %ProgramData%, lets every user make files. Users read."""
_TRANSITIVE = 64
"""Asked again when an installed product is changed or repaired, so KIOSK=0 takes effect without a removal."""
_COMPONENT = 256 + 4 + _TRANSITIVE
KIOSK_WANTED = 'KIOSK="1" OR (NOT KIOSK AND KIOSKBEFORE="1")'
_AFTER_BEGIN = 1501
_RIGHTS_TABLE = "MsiLockPermissionsEx"


@dataclass(frozen=True, slots=True)
class Change:
    """One value of one row, which is there already."""

    table: str
    column: str
    value: str | int
    key: str
    row: str

    @property
    def query(self) -> str:
        """In the SQL of Windows Installer; every word of it is ours."""
        value = self.value if isinstance(self.value, int) else f"'{self.value}'"
        return f"UPDATE `{self.table}` SET `{self.column}` = {value} WHERE `{self.key}` = '{self.row}'"  # noqa: S608


def secure_properties(product: Product) -> list[str]:
    found = ["WINDOWSBUILD", *(["KIOSKBEFORE"] if product.starts_with_windows else [])]
    found += ["ODBCDRIVER"] if product.has_database else []
    return [*product.properties, *product.switches, *found, "WIX_DOWNGRADE_DETECTED", "WIX_UPGRADE_DETECTED"]


def changes(product: Product) -> list[Change]:
    found = [
        Change("Property", "Value", ";".join(secure_properties(product)), "Property", "SecureCustomProperties"),
        Change("InstallExecuteSequence", "Sequence", _AFTER_BEGIN, "Action", "RemoveExistingProducts"),
    ]
    if product.starts_with_windows:
        found += [
            Change("Component", "Condition", KIOSK_WANTED, "Component", wxs.KIOSK_COMPONENT),
            Change("Component", "Attributes", _COMPONENT, "Component", wxs.KIOSK_COMPONENT),
        ]
    return found


def rights_table() -> str:
    """In the text form that msibuild imports."""
    folders = [
        [f"Rights{number}", folder, "CreateFolder", RIGHTS, ""] for number, folder in enumerate(wxs.PROTECTED_FOLDERS)
    ]
    rows = [
        ["MsiLockPermissionsEx", "LockObject", "Table", "SDDLText", "Condition"],
        ["s72", "s72", "s32", "l0", "S255"],
        [_RIGHTS_TABLE, "MsiLockPermissionsEx"],
        *folders,
    ]
    return "".join("\t".join(row) + "\r\n" for row in rows)


def mend(installer: Path, product: Product) -> None:
    """Changes the file; before it is signed. RuntimeError: msibuild refused."""
    for change in changes(product):
        _run("msibuild", str(installer), "-q", change.query)
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / f"{_RIGHTS_TABLE}.idt"
        table.write_text(rights_table(), encoding="ascii", newline="")
        _run("msibuild", str(installer), "-i", str(table))


def table(installer: Path, name: str) -> list[list[str]]:
    """The rows of one of the installer's tables, as texts."""
    told = _run("msiinfo", "export", str(installer), name).decode("utf-8")
    return [line.split("\t") for line in told.replace("\r\n", "\n").split("\n")[3:] if line]


def _run(*words: str) -> bytes:
    finished = subprocess.run(words, capture_output=True, check=False)
    if finished.returncode or finished.stderr:  # msibuild tells some errors, and then ends with 0
        raise RuntimeError(
            f"{' '.join(words)[:200]}: {finished.stderr.decode(errors='replace').strip() or finished.returncode}"
        )
    return finished.stdout
