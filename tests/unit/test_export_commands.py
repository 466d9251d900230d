"""``countersign export`` and ``bundle`` as somebody who has signed in gives them."""

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from app.commands import bundle as bundle_command
from app.commands import export as export_command
from app.domain.people import Actor
from app.ports.clock import SystemClock
from app.use_cases.authority import Authority
from services.storage.open_audit import open_audit
from services.storage.seed import Plan, seed_database
from tests.fakes.command import Command
from tests.fakes.packed_session import SESSION_ID, made_record, pack
from tests.fakes.people_known import ANI, OPERATOR, known_people
from tests.unit.test_export import cells


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Command]:
    made = Command(capsys, monkeypatch, tmp_path)
    monkeypatch.setenv("COUNTERSIGN_DATA_DIR", str(tmp_path))
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    signed_in(monkeypatch, ANI)
    yield made
    keyring.set_keyring(before)


def signed_in(monkeypatch: pytest.MonkeyPatch, actor: Actor) -> None:
    """Signing in has tests of its own."""

    def prompted(*_: object, **__: object) -> tuple[Actor, Authority]:
        return actor, Authority(known_people, SystemClock())

    monkeypatch.setattr(export_command, "prompted_actor", prompted)
    monkeypatch.setattr(bundle_command, "prompted_actor", prompted)


def exported(folder: Path) -> list[tuple[str, str]]:
    audit = open_audit("", folder / "countersign.sqlite", 5.0)
    found = [(line.act.subject, line.act.by) for line in audit.lines(0, 100)]
    audit.close()
    return found


def test_sessions_and_labels_by_the_files_ending(command: Command, tmp_path: Path) -> None:
    seed_database(tmp_path / "countersign.sqlite", Plan(100))
    done = command("export", "sessions", "--out", tmp_path / "s.xlsx")
    assert (done.code, done.out) == (0, f"{tmp_path / 's.xlsx'}: 100 sessions\n")
    assert len(cells(tmp_path / "s.xlsx")) == 101
    assert command("export", "labels", "--out", tmp_path / "l.csv", "--station", "station-1").code == 0
    assert {row[3] for row in cells(tmp_path / "l.csv")[1:]} <= {"station-1"}
    assert exported(tmp_path) == [("export:sessions", "ANI"), ("export:labels", "ANI")]


def test_wrong_use(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert command("export", "sessions", "--out", tmp_path / "s.txt").code == 2
    assert command("export", "people", "--out", tmp_path / "s.csv").code == 2
    assert "nothing was packed" in command("export", "sessions", "--out", tmp_path / "s.csv").err
    seed_database(tmp_path / "countersign.sqlite", Plan(100))
    signed_in(monkeypatch, OPERATOR)
    refused = command("export", "sessions", "--out", tmp_path / "s.csv")
    assert (refused.code, refused.sentence.startswith("OP-17 may not do this.")) == (1, True)
    assert not list(tmp_path.glob("s.*"))


def test_a_bundle_is_made_and_whole(command: Command, tmp_path: Path) -> None:
    record = made_record(tmp_path)
    pack(record)
    done = command("bundle", SESSION_ID, "--out", tmp_path / "b.zip", "--set", "station.id=station-1")
    assert (done.code, done.out) == (0, f"{tmp_path / 'b.zip'}: DN KSS007317A, 10 entries, 3 pictures\n")
    record.close()
    assert command("verify", tmp_path / "b.zip", "--station", "station-1").code == 0  # by this machine's own key
    assert exported(tmp_path) == [(f"session:{SESSION_ID}", "ANI")]
    assert command("bundle", "unknown", "--out", tmp_path / "c.zip").code == 1
    assert not (tmp_path / "c.zip").exists()
