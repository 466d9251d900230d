"""A support bundle: what is in it, what can never be, and that it is whole or not there."""

import json
import os
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.commands import support_parts
from app.commands.doctor_report import Examined
from app.commands.support_parts import SupportOrder, bundle_name, make_bundle
from app.domain.errors import ErrorCode, OperationalError
from app.domain.health import Check, Finding, FindingCode, Verdict
from app.domain.people import Person, Role
from app.ports.clock import SystemClock
from app.ports.people import Account, KnownPeople
from app.settings import RecordSettings, Settings
from app.settings_layers import with_changes
from app.support_redaction import SupportRedaction
from app.version import this_build
from services.record.record import open_record
from services.support import logs
from services.support.bundle_file import MANIFEST, Member, StoppedError, write_bundle
from services.support.logs import error_lines, log_members, newest
from tests.fakes.command import Command

AT = datetime(2026, 11, 21, 16, 34, 20, tzinfo=UTC)
BUDI = Person("OP-4711", "Budi Santoso", Role.OPERATOR)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A station that has run: a record with a person, two logs, a crash report, a picture."""
    folder = tmp_path / "data"
    record = open_record(folder, RecordSettings(), SystemClock(), 2.0)
    record.sign_ins.keep_people(KnownPeople((Account(BUDI, "$argon2id$v=19$abc", "2026-01-01"),), "2026-01-01"))
    record.close()
    (folder / "logs").mkdir()
    (folder / "logs" / "countersign.log").write_text(
        "INFO app: Budi Santoso (op-4711) signed in\nERROR app: it broke\n"
    )
    (folder / "logs" / "countersign.log.1").write_text("INFO app: older\n")
    (folder / "logs" / "crash-20261120T101010Z.txt").write_text("Traceback (most recent call last):\nValueError: x\n")
    (folder / "logs" / "notes.txt").write_text("somebody's own\n")
    (folder / "pictures" / "ab").mkdir(parents=True)
    (folder / "pictures" / "ab" / "abcd.jpg").write_bytes(b"\xff\xd8picture")
    return folder


def order(data: Path, changes: Mapping[str, object] | None = None, *, pictures: bool = False) -> SupportOrder:
    chosen = with_changes(Settings(), {"data_dir": str(data), **(changes or {})})
    found = [Finding(Check.ERP, Verdict.FAIL, FindingCode.ERP_AWAY, {"address": "http://it:secret77@erp"})]
    examined = Examined(found, "station-1", this_build(), AT, 1.0)
    return SupportOrder(chosen, {"data_dir": "command line"}, lambda: examined, pictures, AT)


def members(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode("utf-8", "replace") for name in packed.namelist()}


def test_what_is_in_it_is_listed(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "support.zip"
    manifest = make_bundle(path, order(data))
    inside = members(path)
    listed = [each["name"] for each in json.loads(inside[MANIFEST])["members"]]
    assert sorted([*listed, MANIFEST]) == sorted(inside)
    assert set(listed) == {
        "versions.json",
        "settings.json",
        "doctor.json",
        "record.json",
        "errors.txt",
        "logs/countersign.log",
        "logs/countersign.log.1",
        "logs/crash-20261120T101010Z.txt",
    }
    assert manifest["left_out"] == []
    assert (manifest["pictures"], manifest["made_at"]) == (False, "2026-11-21T16:34:20+00:00")
    told = json.loads(inside["settings.json"])
    assert told["data_dir"]["origin"] == "command line"
    assert told["camera.fps"] == {"value": 15, "origin": "default"}
    assert json.loads(inside["doctor.json"])["findings"][0]["code"] == "erp_away"
    assert json.loads(inside["record.json"])["outbox"]["waiting"] == 0
    assert json.loads(inside["versions.json"])["libraries"]["numpy"]
    assert inside["errors.txt"] == "ERROR app: it broke\n"


def test_nobody_is_named_and_everybody_stays_the_same_person(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "support.zip"
    make_bundle(path, order(data))
    assert members(path)["logs/countersign.log"].startswith("INFO app: person-1 (person-1) signed in")
    whole = "".join(members(path).values()).casefold()
    for name in ("budi", "santoso", "op-4711", "secret77", "argon2id"):
        assert name not in whole
    assert bundle_name("st-7", AT) == "countersign-support-st-7-20261121T163420Z.zip"


def test_pictures_only_when_they_are_ticked(data: Path, tmp_path: Path) -> None:
    without, with_them = tmp_path / "without.zip", tmp_path / "with.zip"
    make_bundle(without, order(data))
    make_bundle(with_them, order(data, pictures=True))
    assert not [name for name in members(without) if name.startswith("pictures/")]
    assert [name for name in members(with_them) if name.startswith("pictures/")] == ["pictures/abcd.jpg"]


def test_the_same_content_gives_the_same_bytes(data: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"
    make_bundle(first, order(data))
    make_bundle(second, order(data))
    assert first.read_bytes() == second.read_bytes()


# -- secrets ----------------------------------------------------------------------------------------------------------

SECRET = st.text(
    st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="\"'{}\\@/<>%#?"), min_size=8, max_size=40
)
"""As people and generators make them. Quotation marks and what ends an address are tried by hand below."""

SHAPES = (
    "2026-11-20 INFO app: password={0} was refused",
    "token: {0}",
    '{{"message": "x", "api_key": "{0}"}}',
    "DRIVER={{ODBC Driver 18}};UID=qc;PWD={0}",
    "DRIVER=x;PWD={{{0}}};Encrypt=yes",
    "rtsp://admin:{0}@10.0.0.7:554/stream",
    "opened http://cam/video?user=a&pw={0}",
    "Authorization: Bearer {0}",
    "PIN={0}",
    "--set erp.password={0}",
)


@settings(max_examples=25, deadline=None)
@given(secret=SECRET, places=st.lists(st.sampled_from(SHAPES), min_size=1, max_size=4))
def test_a_secret_in_any_of_these_shapes_never_comes_through(secret: str, places: Sequence[str]) -> None:
    redaction = SupportRedaction([("OP-1", "Siti")], "OP-", home="/srv/siti")
    text = "\n".join(f"{place.format(secret)}" for place in places)
    assert secret not in redaction.text(text)


@settings(max_examples=12, deadline=None)
@given(secret=SECRET)
def test_a_planted_secret_is_nowhere_in_the_bundle(tmp_path_factory: pytest.TempPathFactory, secret: str) -> None:
    """Through the real file: settings, logs, crash reports, the doctor's findings."""
    folder = tmp_path_factory.mktemp("planted")
    data, path = folder / "data", folder / "support.zip"
    (data / "logs").mkdir(parents=True)
    (data / "logs" / "countersign.log").write_text("\n".join(shape.format(secret) for shape in SHAPES))
    (data / "logs" / "crash-1.txt").write_text(f"  token = '{secret}'\n")
    camera = f"rtsp://admin:{secret}@10.0.0.7/x"
    chosen = order(data, {"camera.source": camera})
    make_bundle(path, chosen)
    for name, content in members(path).items():
        assert secret not in content, name


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ('password="two words here"', "two words"),
        ("password='it is\\' long'", "long"),
        ('"password": "a\\"b c"', "b c"),
        ("rtsp://admin:p@ss/word@10.0.0.7/x", "word"),
        ("mssql+pyodbc:///?odbc_connect=DRIVER%3Dx%3BPWD%3DgeheimX1", "geheimX1"),
        ("-----BEGIN PRIVATE KEY-----\nabc+def\n-----END PRIVATE KEY-----", "abc+def"),
        ("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj", "VJTUt9Us8cKj"),
        ("pepper ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23-4567-ABC", "EFGH-IJKL"),
        ("hash $argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaA", "aGFzaA"),
        ("token gAbC3dEf-GhIjKlMnOpQrStUvWxYz0123456789_ABC went out", "KlMnOpQr"),
        ("Cookie: session=abc; other=def9", "abc;"),
    ],
)
def test_shapes_that_no_generator_would_find(text: str, secret: str) -> None:
    assert secret in text
    assert secret not in SupportRedaction().text(text)


@pytest.mark.parametrize(
    "text",
    [
        "DN KSS007317A is open, label LBL-26-000121, Z-CV02-D26LXXX-C03N-NL-DG00, W_CV01_D26RXXX_C03N_NL_DG00",
        "picture 0b1c2d3e4f5061728394a5b6c7d8e9f0 sha256 " + "ab12" * 16,
        "2026-11-21 10:00:00,123 WARNING services.camera.grab_loop: camera absent: /dev/video0 cannot be opened",
        "the server https://qc-server.plant.example:50051/path answered",
    ],
)
def test_what_helps_stays(text: str) -> None:
    assert SupportRedaction([("OP-1", "Siti Aminah")], "OP-").text(text) == text


def test_the_users_folder_is_no_name() -> None:
    assert SupportRedaction(home="/srv/siti/").text("at /srv/siti/.local/share") == "at ~/.local/share"


# -- whole, or not there ----------------------------------------------------------------------------------------------


def test_stopped_it_leaves_what_was_there(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "support.zip"
    path.write_bytes(b"before")
    asked = iter([False, False, True])
    with pytest.raises(StoppedError):
        make_bundle(path, order(data), lambda: next(asked))
    assert path.read_bytes() == b"before"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["data", "support.zip"]


def test_a_place_that_cannot_be_written_is_told(data: Path) -> None:
    with pytest.raises(OperationalError) as caught:
        make_bundle(Path("/proc/support.zip"), order(data))
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE


def test_what_cannot_be_read_is_left_out_and_said_so(tmp_path: Path) -> None:
    def gone() -> bytes:
        raise OperationalError(ErrorCode.RECORD_DAMAGED, path="x", problem="password=abc")

    def away() -> bytes:
        raise FileNotFoundError("/srv/siti/secret")

    path = tmp_path / "support.zip"
    parts = [Member("a.txt", "a", lambda: b"here"), Member("b.txt", "b", gone), Member("c.txt", "c", away)]
    manifest = write_bundle(path, parts, {}, lambda: False)
    assert manifest["left_out"] == [
        {"name": "b.txt", "why": "record_damaged"},
        {"name": "c.txt", "why": "FileNotFoundError"},
    ]
    assert set(members(path)) == {"a.txt", MANIFEST}


def test_a_damaged_record_costs_its_own_part_only(data: Path, tmp_path: Path) -> None:
    (data / "station.sqlite").write_bytes(b"no database at all, but long enough to be looked at" * 40)
    path = tmp_path / "support.zip"
    manifest = make_bundle(path, order(data))
    assert manifest["left_out"] == [{"name": "record.json", "why": "record_damaged"}]
    assert "person-1" in members(path)["logs/countersign.log"], "a badge is known by how it begins"


# -- logs -------------------------------------------------------------------------------------------------------------


def test_logs_are_cut_at_their_beginning_and_the_newest_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "FILE_BYTES", 100)
    monkeypatch.setattr(logs, "ALL_BYTES", 150)
    for age, name in enumerate(("countersign.log", "countersign.log.1", "countersign.log.2")):
        (tmp_path / name).write_text("".join(f"line {number} of {name}\n" for number in range(50)))
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    (tmp_path / "countersign.log.9").symlink_to("/etc/passwd")
    assert [path.name for path in newest(tmp_path)] == ["countersign.log", "countersign.log.1", "countersign.log.2"]
    first, second = log_members(tmp_path, lambda text: text)
    assert first.content().decode().startswith("line 4")
    assert first.content().endswith(b"line 49 of countersign.log\n")
    assert len(first.content()) <= 100
    assert len(second.content()) <= 50


def test_the_last_errors_with_their_traces() -> None:
    lines = ["INFO a", "ERROR b", "Traceback (most recent call last):", '  File "x"', "KeyError: 'y'", "INFO c"]
    lines += ['{"time": "t", "level": "ERROR", "message": "d"}', '{"level": "INFO"}']
    assert list(error_lines(lines)) == [*lines[1:5], lines[6]]


def test_the_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, data: Path
) -> None:
    """Without the doctor, whose own processes have tests of their own."""
    monkeypatch.setattr("app.commands.support_bundle.examined_now", lambda *_: order(data).examine())
    command = Command(capsys, monkeypatch, tmp_path)
    outcome = command("support-bundle", "--out", tmp_path, "--set", f"data_dir={data}")
    (made,) = tmp_path.glob("countersign-support-station-1-*.zip")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith(f"{made}: 8 parts")
    assert json.loads(members(made)["settings.json"])["data_dir"]["origin"] == "command line"
    assert json.loads(members(made)[MANIFEST])["schema"] == support_parts.SCHEMA
