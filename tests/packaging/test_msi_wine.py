"""Installers of the real layout with a stub for a program, installed, upgraded, repaired and removed under wine.

Slow, by hand: ``pytest -m slow tests/packaging/test_msi_wine.py``. What wine does otherwise than Windows stands in
docs/install-windows.md.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.packaging import wine
from tests.packaging.windows import STUB_SOURCE, lay_out, tool

mend, msi, products = map(tool, ("mend", "msi", "products"))
STATION, SERVER = products.STATION, products.SERVER
FEW, SEVERAL_HUNDRED = 40, 400
PROGRAM = ("Program Files", "Countersign")
SETTINGS = ("ProgramData", "Countersign")
RUN = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Run"
DRIVER = r"HKLM\SOFTWARE\ODBC\ODBCINST.INI\ODBC Driver 18 for SQL Server"
DATABASE = "mssql+pyodbc://sql.example/qc?driver=ODBC+Driver+18+for+SQL+Server&Encrypt=yes"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(bool(wine.missing()), reason=f"not installed: {', '.join(wine.missing())}"),
]


@dataclass(frozen=True)
class Installers:
    old_payload: Path
    new_payload: Path
    old: Path
    new: Path
    server_old: Path
    server_new: Path

    def all(self) -> list[Path]:
        return [self.old, self.new, self.server_old, self.server_new]


@pytest.fixture(scope="module")
def stub(tmp_path_factory) -> Path:
    return wine.compiled(STUB_SOURCE, tmp_path_factory.mktemp("stub") / "stub.exe")


def made(folder: Path, stub: Path, files: int) -> Installers:
    """Of two versions; the later one has a file less, one more, one changed."""
    old = lay_out(folder / "old", stub.read_bytes(), files)
    new = lay_out(folder / "new", stub.read_bytes(), files)
    (new / "_internal" / "base_library.zip").unlink()
    (new / "_internal" / "only in the new one.dll").write_bytes(b"new")
    (new / "_internal" / "python311.dll").write_bytes(b"another")
    found = Installers(old, new, *(folder / f"{name}.msi" for name in ("s1", "s2", "v1", "v2")))
    msi.make(old, "1.0.0", STATION, found.old)
    msi.make(new, "1.1.0", STATION, found.new)
    msi.make(old, "1.0.0", SERVER, found.server_old)
    msi.make(new, "1.1.0", SERVER, found.server_new)
    return found


@pytest.fixture(scope="module")
def installers(tmp_path_factory, stub) -> Installers:
    return made(tmp_path_factory.mktemp("installers"), stub, FEW)


@pytest.fixture(scope="module")
def machine(tmp_path_factory, stub) -> Iterator[wine.Windows]:
    made = wine.Windows(tmp_path_factory.mktemp("wine"), stub)
    yield made
    made.end()


@pytest.fixture
def windows(machine, installers) -> Iterator[wine.Windows]:
    yield machine
    machine.bare_again(installers.all)
    machine.delete_key(DRIVER)


def content(payload: Path) -> dict[str, bytes]:
    return {file.relative_to(payload).as_posix(): file.read_bytes() for file in payload.rglob("*") if file.is_file()}


def settings(windows: wine.Windows) -> str:
    return windows.files(*SETTINGS).get("countersign.toml", b"").decode()


def sentence(installer: Path, condition: str) -> str:
    """What Windows shows, or writes into its log, when this condition does not hold."""
    told: dict[str, str] = {row[0]: row[1] for row in mend.table(installer, "LaunchCondition")}
    return told[condition]


def test_the_whole_life_of_several_hundred_files(windows, tmp_path, stub):
    whole = made(tmp_path, stub, SEVERAL_HUNDRED)
    old, new = content(whole.old_payload), content(whole.new_payload)
    assert len(old) >= SEVERAL_HUNDRED
    assert windows.install(whole.old) == 0
    assert windows.files(*PROGRAM) == old
    assert windows.install(whole.new) == 0
    assert windows.files(*PROGRAM) == new != old
    assert windows.install(whole.old) == wine.FAILED
    shutil.rmtree(windows.drive.joinpath(*PROGRAM) / "_internal" / "cv2")
    assert windows.repair(whole.new) == 0
    assert windows.files(*PROGRAM) == new
    assert windows.remove(whole.new) == 0
    assert windows.files(*PROGRAM) == {}


def test_a_silent_installation(windows, installers):
    assert windows.files(*PROGRAM) == {}
    assert windows.install(installers.old, "SERVER=qc-server:50051", "STATION=qc-3") == 0
    assert windows.files(*PROGRAM) == content(installers.old_payload)
    assert windows.installed() == ["Countersign 1.0.0"]
    assert settings(windows) == "station.id = 'qc-3'\ninference.address = 'qc-server:50051'\n"
    assert (windows.drive.joinpath(*SETTINGS) / "conf.d").is_dir()
    links = windows.shortcuts()
    assert sorted(links) == ["Countersign review.lnk", "Countersign.lnk"]
    assert "countersignw.exe".encode("utf-16-le") in links["Countersign.lnk"]
    assert "review".encode("utf-16-le") in links["Countersign review.lnk"]
    assert "Countersign" not in windows.values(RUN)


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("ERP", "erp.base_url", "https://erp.example/api/v1?plant=7&area=a%20b;c=1#x"),
        ("SERVER", "inference.address", "[::1]:50051"),
        ("TLSCA", "inference.tls_ca", r"C:\Plant files\ca (2).pem"),
        ("TOKENKEYRING", "inference.token_keyring", "{A};[STATION]"),
        ("DATABASEURL", "database.url", "sqlite:///D:/qc/données.db"),
    ],
)
def test_a_value_arrives_as_it_was_given(windows, installers, name, key, value):
    assert windows.install(installers.old, f"{name}={value}") == 0
    assert settings(windows) == f"{key} = '{value}'\n"


def test_it_is_typed_as_the_document_says(windows, installers):
    words = (
        f'msiexec /i "{wine.windows_path(installers.old)}" /qn /norestart SERVER=qc-server:50051 STATION=qc-3 '
        r'TLSCA="C:\Plant files\ca.pem" ERP="https://erp.example/api?plant=7&area=a%%20b"'
    )
    assert windows.batch(words) == 0
    assert settings(windows).splitlines() == [
        "station.id = 'qc-3'",
        "inference.address = 'qc-server:50051'",
        r"inference.tls_ca = 'C:\Plant files\ca.pem'",
        "erp.base_url = 'https://erp.example/api?plant=7&area=a%20b'",
    ]


def test_an_upgrade_replaces_the_program_and_keeps_what_is_the_machines(windows, installers):
    windows.install(installers.old, "STATION=qc-3", "KIOSK=1")
    edited = settings(windows) + "# by hand\n"
    folder = windows.drive.joinpath(*SETTINGS)
    (folder / "countersign.toml").write_text(edited)
    (folder / "conf.d" / "10-site.toml").write_text("[ui]\n")
    assert windows.install(installers.new, "STATION=another") == 0
    assert windows.files(*PROGRAM) == content(installers.new_payload)
    assert windows.installed() == ["Countersign 1.1.0"]
    assert settings(windows) == edited
    assert (folder / "conf.d" / "10-site.toml").exists()
    assert windows.values(RUN)["Countersign"] == r'"C:\Program Files\Countersign\countersignw.exe" station'
    assert sorted(windows.shortcuts()) == ["Countersign review.lnk", "Countersign.lnk"]


def test_an_older_version_is_refused_in_words_and_changes_nothing(windows, installers):
    windows.install(installers.new)
    before = windows.files(*PROGRAM)
    assert windows.install(installers.old) == wine.FAILED
    condition = windows.refused_by(installers.old)
    assert sentence(installers.old, condition).startswith("A newer version of Countersign is installed")
    assert windows.installed() == ["Countersign 1.1.0"]
    assert windows.files(*PROGRAM) == before


def test_a_repair_brings_back_what_was_lost_and_leaves_the_settings(windows, installers):
    windows.install(installers.old, "STATION=qc-3")
    program = windows.drive.joinpath(*PROGRAM)
    shutil.rmtree(program / "_internal" / "numpy")
    (program / "_internal" / "python311.dll").write_bytes(b"damaged")
    (windows.drive.joinpath(*SETTINGS) / "countersign.toml").write_text("# by hand\n")
    assert windows.files(*PROGRAM) != content(installers.old_payload)
    calls = windows.calls()
    assert windows.repair(installers.old) == 0
    assert windows.files(*PROGRAM) == content(installers.old_payload)
    assert windows.calls() == calls
    assert settings(windows) == "# by hand\n"


def test_a_removal_leaves_the_settings_and_nothing_else(windows, installers):
    windows.install(installers.old, "STATION=qc-3", "KIOSK=1")
    kept = settings(windows)
    assert windows.remove(installers.old) == 0
    assert not windows.drive.joinpath(*PROGRAM).exists()
    assert windows.installed() == []
    assert windows.shortcuts() == {}
    assert "Countersign" not in windows.values(RUN)
    assert windows.values(r"HKLM\SOFTWARE\Countersign\Station") == {}
    assert settings(windows) == kept != ""


def test_kiosk_is_asked_for_kept_and_given_up(windows, installers):
    windows.install(installers.old, "KIOSK=1")
    assert "Countersign" in windows.values(RUN)
    assert "ui.kiosk = '1'" in settings(windows)
    windows.install(installers.new, "KIOSK=0")
    assert "Countersign" not in windows.values(RUN)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("SERVER=qc-server", "SERVER has the form host:port, as in SERVER=qc-server:50051."),
        ("STATION=qc 3", "STATION has no blank in it, as in STATION=qc-3."),
        ("LANGUAGE=de", "LANGUAGE is id, en or auto."),
        ("KIOSK=yes", "KIOSK is 0 or 1."),
    ],
)
def test_a_value_that_cannot_be_right_is_refused_before_anything_changes(windows, installers, given, told):
    assert sentence(installers.old, windows.refused_by(installers.old, given)) == told
    assert windows.files(*PROGRAM) == {}
    assert windows.installed() == []
    assert windows.calls() == []


def test_a_database_without_its_driver_is_refused_unless_asked_not_to_look(windows, installers):
    wanted = f"DATABASEURL={DATABASE}"
    told = sentence(installers.old, windows.refused_by(installers.old, wanted))
    assert told.startswith("DATABASEURL names a SQL Server, and Microsoft's ODBC Driver 18 for SQL Server is not")
    assert windows.installed() == []
    assert windows.install(installers.old, wanted, "ODBCCHECK=0") == 0
    assert settings(windows) == f"database.url = '{DATABASE}'\n"


def test_a_database_with_its_driver_is_taken(windows, installers):
    windows.set_value(DRIVER, "Driver", r"C:\Windows\system32\msodbcsql18.dll")
    assert windows.install(installers.old, f"DATABASEURL={DATABASE}") == 0


def test_an_old_windows_is_refused(windows, installers):
    windows.set_value(wine.WINDOWS, "CurrentBuildNumber", "17134")
    try:
        told = sentence(installers.old, windows.refused_by(installers.old))
    finally:
        windows.set_value(wine.WINDOWS, "CurrentBuildNumber", wine.NEW_BUILD)
    assert told == "Countersign needs 64-bit Windows 10 1809, Windows Server 2019, or later."


def test_settings_that_the_program_refuses_end_the_installation_and_leave_nothing(windows, installers):
    assert windows.install(installers.old, "STATION=refused") == wine.ROLLED_BACK
    assert windows.files(*PROGRAM) == {}
    assert windows.installed() == []
    assert settings(windows) == ""


def test_the_server_opens_the_firewall_and_starts_with_the_machine(windows, installers):
    assert windows.install(installers.server_old, "LISTEN=0.0.0.0", "PORT=6000") == 0
    program = r"C:\Program Files\Countersign Server\countersign-server.exe"
    rule = f'add rule name="Countersign Server" dir=in action=allow program="{program}" protocol=TCP'
    assert settings(windows) == "server.host = '0.0.0.0'\nserver.port = '6000'\n"
    calls = [call.replace("C:\\windows\\system32\\", "") for call in windows.calls()]
    assert calls[-2:] == [
        f"netsh.exe advfirewall firewall {rule} profile=domain,private",
        r'schtasks.exe /create /f /tn "Countersign Server" /xml "C:\Program Files\Countersign Server\server-task.xml"',
    ]
    task = windows.files("Program Files", "Countersign Server")["server-task.xml"].decode("utf-16")
    assert program.replace(r"C:\Program Files", "%ProgramFiles%") in task
    assert windows.installed() == ["Countersign Server 1.0.0"]


def test_the_server_is_stopped_and_started_by_an_upgrade_and_takes_its_traces_along(windows, installers):
    windows.install(installers.server_old)
    assert not [call for call in windows.calls() if "/run" in call]
    windows.install(installers.server_new)
    words = [call.split("schtasks.exe ")[-1].split(" ")[0] for call in windows.calls() if "schtasks" in call]
    assert "/end" in words
    assert words[-2:] == ["/create", "/run"]
    windows.remove(installers.server_new)
    assert 'delete rule name="Countersign Server"' in windows.calls()[-2]
    assert windows.calls()[-1].endswith('/delete /f /tn "Countersign Server"')
    assert windows.files("Program Files", "Countersign Server") == {}


def test_station_and_server_stand_side_by_side(windows, installers):
    windows.install(installers.old)
    windows.install(installers.server_old)
    assert windows.installed() == ["Countersign 1.0.0", "Countersign Server 1.0.0"]
    windows.remove(installers.server_old)
    assert windows.installed() == ["Countersign 1.0.0"]
    assert windows.files(*PROGRAM) == content(installers.old_payload)


def test_without_the_mending_a_kiosk_would_be_everywhere(windows, installers, tmp_path, monkeypatch):
    """That what wixl leaves out is missed: the same installer as wixl makes it."""
    monkeypatch.setattr(mend, "changes", lambda product: [])
    unmended = tmp_path / "unmended.msi"
    msi.make(installers.old_payload, "1.0.0", STATION, unmended)
    secure = {row[0]: row[1] for row in mend.table(unmended, "Property")}["SecureCustomProperties"]
    assert "SERVER" not in secure.split(";")
    windows.install(unmended)
    assert "Countersign" in windows.values(RUN)


def test_what_stands_in_the_tables(installers):
    rows = {row[0]: row[1] for row in mend.table(installers.old, "Property")}
    assert set(STATION.properties) <= set(rows["SecureCustomProperties"].split(";"))
    assert rows["ALLUSERS"] == "1"
    sequence = {row[0]: int(row[2]) for row in mend.table(installers.old, "InstallExecuteSequence")}
    assert sequence["InstallInitialize"] < sequence["RemoveExistingProducts"] < sequence["ProcessComponents"]
    assert sequence["InstallFiles"] < sequence["WriteSettings"] < sequence["InstallFinalize"]
    rights = mend.table(installers.old, "MsiLockPermissionsEx")
    folders = {row[0] for row in mend.table(installers.old, "CreateFolder")}
    assert {row[1] for row in rights} == folders == {"ConfigFolder", "DropInsFolder"}
    assert {row[3] for row in rights} == {mend.RIGHTS}
