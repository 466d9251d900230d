"""The source of an installer, as wixl reads it: one component for each file of the payload, and around them what
Windows is told. What wixl cannot say is mended afterwards (mend.py).

The same payload gives the same text. Every sequence number is written out, because wixl 0.101 puts what comes "after"
something behind the end of the installation.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path, PurePosixPath

from actions import Assignment, Start, actions
from products import DRIVER, FOLDER, MAKER, Product, digest, file_id

_NAMESPACE = "http://schemas.microsoft.com/wix/2006/wi"
_WINDOWS = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
_RUN = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Run"
_MENU_ID, _CONFIG_ID, _DROP_INS_ID, _PROGRAM_ID = "MenuFolder", "ConfigFolder", "DropInsFolder", "ProgramFolder"
KIOSK_COMPONENT, CONFIG_COMPONENT = "Kiosk", "Config"
PROTECTED_FOLDERS = (_CONFIG_ID, _DROP_INS_ID)

_OLDEST_BUILD = 17763
_TOO_OLD = "Countersign needs 64-bit Windows 10 1809, Windows Server 2019, or later."
_NEWER = "A newer version of {name} is installed on this machine. Remove it first, if the older one is really wanted."
_NO_DRIVER = (
    f"DATABASEURL names a SQL Server, and Microsoft's {DRIVER} is not installed on this machine. Install it first, "
    "or give ODBCCHECK=0 and install it afterwards."
)
_STRANGE = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ](/|$)')
# What is wrong with a property is said before anything is changed; each holds too when it was not given.
_CONDITIONS = {
    "SERVER": ('NOT SERVER OR SERVER><":"', "SERVER has the form host:port, as in SERVER=qc-server:50051."),
    "STATION": ('NOT STATION OR NOT STATION><" "', "STATION has no blank in it, as in STATION=qc-3."),
    "LANGUAGE": ('NOT LANGUAGE OR LANGUAGE="id" OR LANGUAGE="en" OR LANGUAGE="auto"', "LANGUAGE is id, en or auto."),
    "DATABASEURL": ('NOT DATABASEURL><"mssql" OR ODBCDRIVER OR ODBCCHECK="0"', _NO_DRIVER),
    "KIOSK": ('NOT KIOSK OR KIOSK="0" OR KIOSK="1"', "KIOSK is 0 or 1."),
    "START": ('NOT START OR START="0" OR START="1"', "START is 0 or 1."),
    "PORT": ("NOT PORT OR (PORT>0 AND PORT<65536)", "PORT is a number from 1 to 65535."),
}


def payload_files(payload: Path) -> list[PurePosixPath]:
    """Relative paths, in an order that does not depend on the machine. ValueError: nothing at all, or what Windows
    cannot have: a link, a strange character, two names that differ in their case only."""
    found = sorted(path for path in payload.rglob("*") if path.is_symlink() or path.is_file())
    files = sorted((PurePosixPath(path.relative_to(payload)) for path in found), key=str)
    if not files:
        raise ValueError(f"there is no file in {payload}")
    strange = [str(path.relative_to(payload)) for path in found if path.is_symlink()]
    strange += [str(file) for file in files if _STRANGE.search(str(file))]
    strange += [str(one) for one, other in pairwise(sorted(files, key=_folded)) if _folded(one) == _folded(other)]
    if strange:
        raise ValueError(
            f"Windows cannot have {strange[0]}: a link, a strange character, or a name that is there twice"
        )
    return files


def _folded(path: PurePosixPath) -> str:
    return str(path).lower()


def source(payload: Path, version: str, product: Product, given: Mapping[str, str] | None = None) -> str:
    """``given``: properties that a site's own installer brings along. ValueError: the payload has no program of this
    product, or holds what no installer can carry; or there is no such property, or a text in it is not ASCII."""
    if strange := set(given or {}) - {*product.properties, *product.switches}:
        raise ValueError(f"{product.name} has no property {min(strange)}")
    files = payload_files(payload)
    programs = [name for name in product.programs if PurePosixPath(name) in files]
    if product.programs[-1] not in programs:
        raise ValueError(f"there is no {product.programs[-1]} in {payload}")
    text = _Source(product, version, payload, files, programs, given or {}).text()
    if strange := re.search(r"&#\d+;", text):
        raise ValueError(f"an installer's tables are not for {strange[0]}: names and values are plain ASCII")
    return text


class _Source:
    def __init__(
        self, product: Product, version: str, payload: Path, files: list[PurePosixPath], programs: list[str],
        given: Mapping[str, str],
    ) -> None:  # fmt: skip
        self._given = given
        self._product, self._version, self._payload, self._files = product, version, payload, files
        self._window = programs[0]

    def text(self) -> str:
        root = ElementTree.Element("Wix", xmlns=_NAMESPACE)
        product = _add(
            root, "Product", Id=self._product.id_of("product", self._version), Name=self._product.name,
            Version=self._version, Manufacturer=MAKER, Language="1033", Codepage="1252",
            UpgradeCode=self._product.upgrade_code,
        )  # fmt: skip
        _add(
            product, "Package", InstallerVersion="500", Compressed="yes", InstallScope="perMachine",
            Description=f"{self._product.name} {self._version}", Manufacturer=MAKER,
        )  # fmt: skip
        _add(product, "MajorUpgrade", DowngradeErrorMessage=_NEWER.format(name=self._product.name))
        _add(product, "Media", Id="1", Cabinet="payload.cab", EmbedCab="yes")
        self._properties(product)
        self._conditions(product)
        components = self._folders(product)
        feature = _add(product, "Feature", Id="All", Title=self._product.name, Level="1")
        for name in components:
            _add(feature, "ComponentRef", Id=name)
        sequence = ElementTree.Element("InstallExecuteSequence")
        for action in actions(self._product):
            _write(product, sequence, action)
        product.append(sequence)
        ElementTree.indent(root)
        return ElementTree.tostring(root, encoding="us-ascii", xml_declaration=True).decode("ascii") + "\n"

    def _properties(self, product: ElementTree.Element) -> None:
        fixed = {
            "ARPNOMODIFY": "1",
            "REINSTALLMODE": "amus",  # a library whose version went down is replaced too, and none is left out
            **self._given,
        }
        for name, value in fixed.items():
            _add(product, "Property", Id=name, Value=value)
        self._search(product, "WINDOWSBUILD", _WINDOWS, "CurrentBuildNumber")
        if self._product.starts_with_windows:
            self._search(product, "KIOSKBEFORE", self._product.registry, "Kiosk")
        if self._product.has_database:
            self._search(product, "ODBCDRIVER", rf"SOFTWARE\ODBC\ODBCINST.INI\{DRIVER}", "Driver")

    @staticmethod
    def _search(product: ElementTree.Element, name: str, key: str, value: str) -> None:
        found = _add(product, "Property", Id=name)
        _add(
            found, "RegistrySearch", Id=f"Search{name}", Root="HKLM", Key=key, Name=value, Type="raw", Win64="yes"
        )  # fmt: skip

    def _conditions(self, product: ElementTree.Element) -> None:
        _add(product, "Condition", Message=_TOO_OLD).text = f"Installed OR WINDOWSBUILD>={_OLDEST_BUILD}"
        for name in (*self._product.properties, *self._product.switches):
            if name in _CONDITIONS:
                condition, message = _CONDITIONS[name]
                _add(product, "Condition", Message=message).text = f"Installed OR {condition}"

    def _folders(self, product: ElementTree.Element) -> Iterator[str]:
        """Writes the tree, and answers the names of its components."""
        target = _add(product, "Directory", Id="TARGETDIR", Name="SourceDir")
        yield from self._program_files(target)
        yield from self._configuration(target)
        if self._product.shortcuts:
            yield self._menu(target)

    def _program_files(self, target: ElementTree.Element) -> Iterator[str]:
        """Always below Program Files: policies for programs and the firewall name the path."""
        above = _add(target, "Directory", Id="ProgramFiles64Folder")
        folders = {PurePosixPath(): _add(above, "Directory", Id=_PROGRAM_ID, Name=self._product.name)}
        for file in self._files:
            folder = self._folder_of(file.parent, folders)
            component = self._component(folder, f"C{digest(str(file))}", "file", str(file).lower())
            source = f"{self._payload.name}/{file}"  # wixl takes paths only as seen from where it runs
            _add(component, "File", Id=file_id(str(file)), Name=file.name, Source=source, KeyPath="yes")
            yield component.attrib["Id"]
        if self._product.starts_with_windows:
            yield self._kiosk(folders[PurePosixPath()])

    def _folder_of(self, path: PurePosixPath, folders: dict[PurePosixPath, ElementTree.Element]) -> ElementTree.Element:
        if path not in folders:
            above = self._folder_of(path.parent, folders)
            folders[path] = _add(above, "Directory", Id=f"D{digest(str(path))}", Name=path.name)
        return folders[path]

    def _component(self, folder: ElementTree.Element, name: str, *parts: str) -> ElementTree.Element:
        return _add(folder, "Component", Id=name, Guid=self._product.id_of(*parts), Win64="yes")

    def _kiosk(self, folder: ElementTree.Element) -> str:
        """Starts at every sign-in to Windows, whoever signs in; whether it is wanted is mend.py's condition."""
        component = self._component(folder, KIOSK_COMPONENT, "kiosk")
        command = f'"[#{file_id(self._window)}]" station'
        _value(component, self._product.registry, "Kiosk", "1", is_key=True)
        _value(component, _RUN, self._product.name, command)
        return KIOSK_COMPONENT

    def _configuration(self, target: ElementTree.Element) -> Iterator[str]:
        """The folders only; what is in them is the machine's, and stays when the program goes."""
        above = _add(target, "Directory", Id="CommonAppDataFolder")
        folder = _add(above, "Directory", Id=_CONFIG_ID, Name=FOLDER)
        drop_ins = _add(folder, "Directory", Id=_DROP_INS_ID, Name="conf.d")
        for where, name in ((folder, CONFIG_COMPONENT), (drop_ins, "DropIns")):
            component = self._component(where, name, "folder", name)
            _add(component, "CreateFolder")
            _value(component, self._product.registry, name, self._version, is_key=True)
            yield name

    def _menu(self, target: ElementTree.Element) -> str:
        above = _add(target, "Directory", Id="ProgramMenuFolder")
        folder = _add(above, "Directory", Id=_MENU_ID, Name=MAKER)
        component = self._component(folder, "Menu", "menu")
        for number, shortcut in enumerate(self._product.shortcuts):
            _add(
                component, "Shortcut", Id=f"Shortcut{number}", Name=shortcut.name, Description=shortcut.description,
                Target=f"[#{file_id(self._window)}]", Arguments=shortcut.arguments,
                WorkingDirectory=_PROGRAM_ID,
            )  # fmt: skip
        _add(component, "RemoveFolder", Id="RemoveMenu", On="uninstall")
        _value(component, self._product.registry, "Menu", self._version, is_key=True)
        return "Menu"


def _add(parent: ElementTree.Element, tag: str, **words: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, tag, words)


def _value(component: ElementTree.Element, key: str, name: str, value: str, *, is_key: bool = False) -> None:
    found = _add(component, "RegistryValue", Root="HKLM", Key=key, Name=name, Type="string", Value=value)
    if is_key:
        found.set("KeyPath", "yes")


def _write(product: ElementTree.Element, sequence: ElementTree.Element, action: Assignment | Start) -> None:
    if isinstance(action, Assignment):
        words = {"Property": action.target, "Value": action.value, "Execute": "immediate", "Impersonate": "yes"}
    else:
        words = {
            action.source: action.program,
            "ExeCommand": action.arguments,
            "Execute": action.kind,
            "Impersonate": "yes" if action.kind == "immediate" else "no",
            "Return": "check" if action.must_succeed else "ignore",
        }
    _add(product, "CustomAction", Id=action.name, **words)
    _add(sequence, "Custom", Action=action.name, Sequence=str(action.number)).text = action.condition or None
