"""The station's key is made once, kept where nobody else reads it, and never replaced in silence; and the commands
around it: key, bundle, verify."""

import base64
import os
import stat
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked

from app.commands.verify import lines
from app.domain.bundle import BundleFault, BundleFinding
from app.domain.errors import ErrorCode, OperationalError
from services.evidence.check import BundleVerdict, check_bytes
from services.evidence.station_key import (
    PRIVATE_NAME,
    PUBLIC_NAME,
    KeptIn,
    KeyPlace,
    known_public_key,
    parsed_public_key,
    public_key,
    signed_by,
    station_key,
)
from tests.fakes.command import Command
from tests.fakes.packed_session import SESSION_ID, STATION, bundles, made_record, pack


class MemoryKeyring(KeyringBackend):
    priority = 1

    def __init__(self, *, keeps: bool = True) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.keeps, self.locked = keeps, False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("locked")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.keeps:
            self.kept[service, username] = password


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    before, made = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def no_ring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def place(tmp_path: Path) -> KeyPlace:
    return KeyPlace(tmp_path / "data", "countersign-test", STATION)


def test_it_is_made_once_and_kept_in_the_keyring(ring: MemoryKeyring, place: KeyPlace) -> None:
    assert known_public_key(place.folder) == ""
    key = station_key(place)
    assert key.kept_in is KeptIn.KEYRING
    assert list(ring.kept) == [("countersign-test", f"station-key {STATION}")]
    assert station_key(place).public_key == public_key(place) == known_public_key(place.folder) == key.public_key
    assert not (place.folder / PRIVATE_NAME).exists()
    assert len(base64.b64decode(key.public_key)) == 32


@pytest.mark.usefixtures("no_ring")
def test_without_a_keyring_it_lies_in_a_file_for_its_owner_alone(place: KeyPlace) -> None:
    before = os.umask(0)
    try:
        key = station_key(place)
    finally:
        os.umask(before)
    path = place.folder / PRIVATE_NAME
    assert key.kept_in is KeptIn.FILE
    assert sys.platform == "win32" or stat.S_IMODE(path.stat().st_mode) == 0o600
    assert station_key(place).public_key == key.public_key


def test_a_keyring_that_keeps_nothing_is_none(ring: MemoryKeyring, place: KeyPlace) -> None:
    ring.keeps = False
    assert station_key(place).kept_in is KeptIn.FILE
    assert station_key(place).public_key == known_public_key(place.folder)


def test_stations_on_one_machine_have_keys_of_their_own(ring: MemoryKeyring, tmp_path: Path) -> None:
    one, two = (KeyPlace(tmp_path / name, "countersign-test", name) for name in ("a", "b"))
    assert public_key(one) != public_key(two)
    assert len(ring.kept) == 2


@pytest.mark.usefixtures("no_ring")
def test_of_many_that_use_it_first_one_makes_it(place: KeyPlace) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(public_key, [place] * 8))) == 1


def test_ek1_a_key_that_is_gone_is_not_replaced_in_silence(ring: MemoryKeyring, place: KeyPlace) -> None:
    known = public_key(place)
    for loss in ("locked", "emptied", "another's"):
        ring.locked = loss == "locked"
        ring.kept = {("countersign-test", place.user): base64.b64encode(b"9" * 32).decode()} if loss[0] == "a" else {}
        with pytest.raises(OperationalError) as lost:
            station_key(place)
        assert lost.value.code is ErrorCode.FILE_UNREADABLE
        assert known_public_key(place.folder) == known


@pytest.mark.usefixtures("no_ring")
@pytest.mark.parametrize("name", [PRIVATE_NAME, PUBLIC_NAME])
@pytest.mark.parametrize("content", [b"", b"no key", b"\xff\xfe", base64.b64encode(b"short")])
def test_what_is_no_key_is_told(place: KeyPlace, name: str, content: bytes) -> None:
    station_key(place)
    (place.folder / name).write_bytes(content)
    with pytest.raises(OperationalError) as refused:
        station_key(place)
    assert refused.value.code is ErrorCode.FILE_UNREADABLE


@pytest.mark.parametrize("text", ["", "AAAA", "not base64!", base64.b64encode(b"1" * 33).decode(), "é" * 44])
def test_no_public_key(text: str) -> None:
    with pytest.raises(ValueError, match=r"key|base64|ASCII"):
        parsed_public_key(text)
    assert not signed_by(text, b"s" * 64, b"data")


@pytest.mark.usefixtures("no_ring")
def test_a_signature_is_of_its_content_and_its_key(place: KeyPlace) -> None:
    key = station_key(place)
    signature = key.sign(b"content")
    assert signed_by(key.public_key, signature, b"content")
    assert not signed_by(key.public_key, signature, b"other content")
    assert not signed_by(key.public_key, signature[:-1], b"content")
    assert not signed_by(base64.b64encode(b"1" * 32).decode(), signature, b"content")


# -- the commands -----------------------------------------------------------------------------------------------------


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    made = Command(capsys, monkeypatch, tmp_path)
    monkeypatch.setenv("COUNTERSIGN_DATA_DIR", str(tmp_path / "here"))
    return made


@pytest.fixture
def bundle(no_ring: None, tmp_path: Path) -> Path:
    """Of a station that is not this machine."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    record = made_record(folder)
    pack(record)
    record.close()
    with bundles(folder).packed(SESSION_ID, tmp_path / "b.zip"):
        pass
    return tmp_path / "b.zip"


def key_of(bundle: Path) -> str:
    return known_public_key(bundle.parent / "elsewhere")


def test_verify_says_whole_and_by_whom(bundle: Path, command: Command) -> None:
    done = command("verify", str(bundle), "--key", key_of(bundle), "--station", STATION)
    assert done.code == 0
    assert "whole, signed by a key that is trusted" in done.out
    assert f"session   {SESSION_ID}, DN KSS007317A" in done.out


def test_verify_takes_a_key_out_of_a_file(bundle: Path, command: Command) -> None:
    assert command("verify", str(bundle), "--key", str(bundle.parent / "elsewhere" / PUBLIC_NAME)).code == 0


def test_verify_of_an_unknown_key_is_3(bundle: Path, command: Command) -> None:
    done = command("verify", str(bundle))
    assert (done.code, "signed by a key that is not known here" in done.out) == (3, True)


def test_verify_of_another_station_is_1(bundle: Path, command: Command) -> None:
    done = command("verify", str(bundle), "--key", key_of(bundle), "--station", "station-2")
    assert (done.code, done.out.splitlines()[1]) == (1, f"  It is of station “{STATION}”.")


def test_verify_of_something_else(command: Command, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 nothing")
    done = command("verify", str(tmp_path / "x.zip"))
    assert (done.code, "DO NOT RELY ON IT" in done.out) == (1, True)
    assert command("verify", str(tmp_path / "none.zip")).code == 2
    done = command("verify", str(tmp_path / "x.zip"), "--key", "no key")
    assert (done.code, "no key" in done.sentence) == (2, True)


@pytest.mark.parametrize("fault", BundleFault)
def test_verify_has_a_sentence_for_every_finding_and_is_not_fooled_by_it(fault: BundleFault) -> None:
    finding = BundleFinding(fault, "\x1b[2J{where}\u202e" + "x" * 500)
    said = list(lines(Path("b.zip"), BundleVerdict((finding,))))
    assert said[0] == "b.zip: DO NOT RELY ON IT"
    assert said[1].isprintable()
    assert len(said[1]) < 250


def test_verify_names_what_is_missing(bundle: Path) -> None:
    found = check_bytes(bundle.read_bytes(), [])
    assert found.manifest is not None
    older = replace(found, older_entries=2)
    said = "\n".join(lines(bundle, older))
    assert "2 entries are older than the audit" in said


@pytest.mark.usefixtures("no_ring")
def test_key_show_and_export(command: Command, tmp_path: Path) -> None:
    done = command("key", "show")
    assert done.code == 0
    shown = next(line.split()[-1] for line in done.out.splitlines() if line.startswith("public key"))
    assert str(tmp_path / "here" / PRIVATE_NAME) in done.out
    assert "this machine has no keyring" in done.out
    assert command("key", "export", str(tmp_path / "k.pub")).code == 0
    assert parsed_public_key((tmp_path / "k.pub").read_text().strip()) == shown


def test_a_bundle_is_given_to_nobody_in_particular(command: Command, tmp_path: Path) -> None:
    """Without anybody known here nobody may."""
    done = command("bundle", "s-1", "--out", str(tmp_path / "b.zip"), "--as", "ANI", "--secret-stdin")
    assert done.code == 1
    assert done.sentence
    assert not (tmp_path / "b.zip").exists()
