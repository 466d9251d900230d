"""What an installer for Windows is made of, before any tool reads it."""

import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.settings import Settings
from tests.packaging.windows import FOLDER, lay_out, tool

actions, libraries, mend, products, sign, wxs = map(
    tool, ("actions", "libraries", "mend", "products", "sign", "wxs")
)  # fmt: skip
STATION, SERVER = products.STATION, products.SERVER
_NAMESPACE = {"w": "http://schemas.microsoft.com/wix/2006/wi"}
# Names that Windows Installer gives a value itself; one of these on the command line is lost.
RESERVED = {
    *("DATABASE", "ACTION", "ALLUSERS", "SOURCEDIR", "TARGETDIR", "ROOTDRIVE", "REINSTALL", "REMOVE", "ADDLOCAL"),
    *("INSTALLLEVEL", "PATCH", "TRANSFORMS", "PRESELECTED", "RESUME", "REBOOT", "USERNAME", "COMPANYNAME"),
}
WRITING = 0x2 | 0x4 | 0x10 | 0x40 | 0x100 | 0x10000 | 0x40000 | 0x80000
"""Bits of a right that change something: data, more data, attributes, children, deletion, rights, owner."""


@pytest.fixture(scope="module")
def payload(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("windows") / "payload")


def parsed(payload: Path, product=STATION, version: str = "1.2.3", **given_: str) -> ElementTree.Element:
    found = ElementTree.fromstring(wxs.source(payload, version, product, given_)).find("w:Product", _NAMESPACE)
    assert found is not None
    return found


def attributes(product: ElementTree.Element, tag: str, name: str) -> list[str]:
    return [element.attrib[name] for element in product.iterfind(f".//w:{tag}", _NAMESPACE)]


def component_guids(product: ElementTree.Element) -> dict[str, str]:
    return {each.attrib["Id"]: each.attrib["Guid"] for each in product.iterfind(".//w:Component", _NAMESPACE)}


@pytest.mark.parametrize("product", [STATION, SERVER], ids=lambda product: product.key)
def test_every_file_is_a_component_of_its_own(payload, product):
    found = parsed(payload, product)
    names = {path.relative_to(payload).as_posix() for path in payload.rglob("*") if path.is_file()}
    assert {source.removeprefix("payload/") for source in attributes(found, "File", "Source")} == names
    guids = component_guids(found)
    assert len(set(guids.values())) == len(guids) > len(names)
    assert sorted(guids) == sorted(attributes(found, "ComponentRef", "Id"))
    assert max(map(len, guids)) <= 72


def test_a_component_stays_itself_from_version_to_version_and_belongs_to_one_product(payload):
    first, later, server = (parsed(payload), parsed(payload, version="1.3.0"), parsed(payload, SERVER))
    assert component_guids(first) == component_guids(later)
    assert not set(component_guids(first).values()) & set(component_guids(server).values())
    assert first.attrib["Id"] != later.attrib["Id"]


def test_names_that_windows_does_not_tell_apart_are_one_file():
    assert products.file_id("Python311.DLL") == products.file_id("python311.dll") != products.file_id("python312.dll")


def test_the_same_payload_gives_the_same_text(payload, tmp_path):
    assert wxs.source(payload, "1.0.0", STATION) == wxs.source(lay_out(tmp_path / "payload"), "1.0.0", STATION)


def test_what_makes_it_the_same_product_for_ever():
    """A changed one would install beside the old program instead of over it."""
    assert STATION.upgrade_code == "{8E2B1C53-70A1-4C0C-9F11-3C6D0E4C1A01}"
    assert SERVER.upgrade_code == "{8E2B1C53-70A1-4C0C-9F11-3C6D0E4C1A02}"
    assert STATION.id_of("file", "countersign.exe") == "{2CA7BE5F-68E4-56F3-AF2D-0AED2A82601C}"


@pytest.mark.parametrize("product", [STATION, SERVER], ids=lambda product: product.key)
def test_every_property_is_a_setting_and_none_is_the_installers_own(product):
    for key in product.properties.values():
        section, name = key.split(".")
        assert name in type(getattr(Settings(), section)).model_fields, key
    names = {*product.properties, *product.switches}
    assert not names & RESERVED
    assert all(re.fullmatch(r"[A-Z]+", name) for name in names)
    assert names <= set(mend.secure_properties(product))


@pytest.mark.parametrize("product", [STATION, SERVER], ids=lambda product: product.key)
def test_nothing_is_too_long_for_its_column(payload, product):
    found = parsed(payload, product)
    texts = attributes(found, "Condition", "Message")
    texts += [each.text or "" for tag in ("Condition", "Custom") for each in found.iterfind(f".//w:{tag}", _NAMESPACE)]
    texts += [each.get("ExeCommand", "") for each in found.iterfind(".//w:CustomAction", _NAMESPACE)]
    texts += [str(change.value) for change in mend.changes(product) if change.table == "Component"]
    assert len(texts) > 12
    assert [text for text in texts if len(text) > 255] == []


@pytest.mark.parametrize("product", [STATION, SERVER], ids=lambda product: product.key)
def test_no_window_and_no_question(payload, product):
    found = parsed(payload, product)
    assert {each.tag.partition("}")[2] for each in found.iter()} & {
        "UI",
        "Dialog",
        "UIRef",
        "InstallUISequence",
    } == set()
    assert attributes(found, "Package", "InstallScope") == ["perMachine"]


def test_whatever_is_made_has_two_ways_back():
    found = {action.name: action for action in actions.actions(SERVER)}
    made = [name.removeprefix("Make") for name in found if name.startswith("Make")]
    assert made == ["Rule", "Task"]
    for name in made:
        assert found[f"Undo{name}"].kind == found[f"Remake{name}"].kind == "rollback"
        assert found[f"Undo{name}"].number < found[f"Make{name}"].number
        assert found[f"Remake{name}"].number < found[f"Unmake{name}"].number
        assert found[f"Unmake{name}"].condition == 'REMOVE="ALL"'
        assert found[f"Unmake{name}"].arguments == found[f"Undo{name}"].arguments
        assert found[f"Make{name}"].arguments == found[f"Remake{name}"].arguments


def test_places_in_the_sequence_are_between_those_of_windows():
    """Before the files go or after they are there; nothing after the end, where wixl puts what it is not told."""
    for product in (STATION, SERVER):
        numbers = Counter(action.number for action in actions.actions(product))
        assert max(numbers.values()) == 1
        assert all(1000 < number < 1400 or 1500 < number < 1600 or 6400 < number < 6600 for number in numbers)


def test_the_firewall_opens_for_the_server_alone():
    rules = [action.arguments for action in actions.actions(SERVER) if "add rule" in getattr(action, "arguments", "")]
    assert len(set(rules)) == 1
    assert f'program="[#{products.file_id("countersign-server.exe")}]"' in rules[0]
    assert "profile=domain,private" in rules[0]
    assert not [action for action in actions.actions(STATION) if "advfirewall" in getattr(action, "arguments", "")]


def test_the_task_starts_what_is_installed_and_is_never_ended_for_its_age():
    task = ElementTree.parse(FOLDER / products.TASK_FILE).getroot()
    text = {each.tag.partition("}")[2]: each.text for each in task.iter()}
    assert text["Command"] == rf'"%ProgramFiles%\{SERVER.name}\{SERVER.programs[-1]}"'
    assert text["Arguments"] == "server"
    assert text["ExecutionTimeLimit"] == "PT0S"
    assert text["UserId"] == "S-1-5-19"


def test_users_may_read_the_machines_settings_and_change_nothing():
    rules = re.findall(r"\(A;OICI;(\w+);;;(\w+)\)", mend.RIGHTS)
    assert dict(map(reversed, rules)) == {"SY": "FA", "BA": "FA", "BU": "0x1200a9"}
    assert int(dict(map(reversed, rules))["BU"], 16) & WRITING == 0
    assert "D:PAI(" in mend.RIGHTS  # inherits nothing
    assert mend.rights_table().count(mend.RIGHTS) == 2


def test_a_site_may_bring_its_own_values_along(payload):
    found = parsed(payload, SERVER="qc-server:50051")
    given_ = {each.attrib["Id"]: each.get("Value") for each in found.iterfind("w:Property", _NAMESPACE)}
    assert given_["SERVER"] == "qc-server:50051"
    assert "STATION" not in given_
    with pytest.raises(ValueError, match="has no property SERVR"):
        wxs.source(payload, "1.0.0", STATION, {"SERVR": "x"})
    with pytest.raises(ValueError, match="plain ASCII"):
        wxs.source(payload, "1.0.0", STATION, {"TLSCA": "C:\\Données\\ca.pem"})


@given(st.tuples(st.integers(0, 999), st.integers(0, 999), st.integers(0, 99999)))
def test_versions_that_windows_installer_can_order(numbers):
    text = ".".join(map(str, numbers))
    if numbers[0] <= 255 and numbers[1] <= 255 and numbers[2] <= 65535:
        assert products.checked_version(text) == text
    else:
        with pytest.raises(ValueError, match="no version"):
            products.checked_version(text)


@pytest.mark.parametrize("text", ["1.0", "1.0.0.0", "1.0.0rc1", "v1.0.0", "", "1.0.0\n"])
def test_what_is_no_version(text):
    with pytest.raises(ValueError, match="no version"):
        products.checked_version(text)


@pytest.mark.parametrize("name", ["_internal/NUMPY.libs/with a blank.dll", "a:b.dll", "dot./a.dll", "blank ", "a|b"])
def test_a_payload_that_windows_cannot_have(tmp_path, name):
    payload = lay_out(tmp_path / "payload")
    wxs.source(payload, "1.0.0", STATION)
    (payload / name).parent.mkdir(exist_ok=True)
    (payload / name).touch()
    with pytest.raises(ValueError, match="Windows cannot have"):
        wxs.source(payload, "1.0.0", STATION)


def test_a_payload_with_a_link_without_its_program_or_with_nothing(tmp_path):
    payload = lay_out(tmp_path / "payload")
    (payload / "link.dll").symlink_to("countersign.exe")
    with pytest.raises(ValueError, match=r"link\.dll"):
        wxs.source(payload, "1.0.0", STATION)
    (payload / "link.dll").unlink()
    (payload / "countersign.exe").unlink()
    with pytest.raises(ValueError, match=r"no countersign\.exe"):
        wxs.source(payload, "1.0.0", STATION)
    with pytest.raises(ValueError, match="no file"):
        wxs.source(tmp_path / "nothing", "1.0.0", STATION)


def test_a_payload_without_the_windowed_program_starts_the_other(tmp_path):
    payload = lay_out(tmp_path / "payload")
    windowed = attributes(parsed(payload), "Shortcut", "Target")
    (payload / "countersignw.exe").unlink()
    plain = attributes(parsed(payload), "Shortcut", "Target")
    assert windowed == [f"[#{products.file_id('countersignw.exe')}]"] * 2
    assert plain == [f"[#{products.file_id('countersign.exe')}]"] * 2


def test_a_library_that_will_be_missing_is_named_with_who_asks_for_it():
    imports = {
        "_internal/a.pyd": ["KERNEL32.dll", "python311.dll", "api-ms-win-crt-heap-l1-1-0.dll", "b.dll", "msvcp140.dll"],
        "lib/b.dll": ["c.dll", "vcruntime140.dll"],
        "PySide6/msvcp140.dll": ["ntdll.dll"],
        "PySide6/qml/x.dll": ["not-shipped.dll"],
    }
    station, server = libraries.look(imports), libraries.look(imports, libraries.WINDOW)
    assert station.unknown == server.unknown == {"c.dll": ["lib/b.dll"]}
    assert station.from_builder == {}
    assert server.from_builder == {"msvcp140.dll": ["_internal/a.pyd"]}


def test_a_key_in_a_token_is_named_wholly_and_a_password_is_no_word(tmp_path):
    key = sign.Key(pfx=tmp_path / "key.pfx", password_file=tmp_path / "word", timestamp="http://ts")
    assert key.words() == [
        "-pkcs12",
        str(tmp_path / "key.pfx"),
        "-readpass",
        str(tmp_path / "word"),
        "-ts",
        "http://ts",
    ]
    assert sign.main(["--pkcs11-module", "x.so", "file"]) == 1
