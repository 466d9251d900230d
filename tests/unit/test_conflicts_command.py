"""``countersign conflicts``: the open ones, the settled ones, one with both its sides, and wrong ids."""

import json
from pathlib import Path

import pytest

from app.domain.conflict import ConflictReason
from app.domain.settlement import Settlement
from tests.contract.test_packing_store import MASTER, record
from tests.contract.test_session_acts import OTHER, loser, sql_site
from tests.fakes.command import Command


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    made = Command(capsys, monkeypatch, tmp_path)
    monkeypatch.setenv("COUNTERSIGN_DATA_DIR", str(tmp_path / "data"))
    return made


@pytest.fixture
def full(command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    site = sql_site("sqlite", tmp_path)
    site.store.add_labels(MASTER)
    site.store.commit(record("L-1", number=OTHER))
    site.lose(loser("L-1", "L-2"), ConflictReason.LABELS_TAKEN, "L-1")
    site.lose(loser("L-1", "M-1", key="key-8"), ConflictReason.LABELS_TAKEN, "L-1")
    site.settle("key-8", Settlement.WITHOUT_DISPUTED)
    site.store.close()
    site.acts_store.close()
    monkeypatch.setenv("COUNTERSIGN_DATABASE__URL", f"sqlite:///{tmp_path / 'factory.sqlite'}")
    return command


def test_open_and_settled_ones_are_listed(full: Command) -> None:
    outcome = full("conflicts", "list")
    heading, row = outcome.out.splitlines()
    assert (outcome.code, outcome.err) == (0, "")
    assert heading.split()[:3] == ["found,", "UTC", "DN"]
    assert "key-9" in row
    assert "labels_taken" in row
    (settled,) = full("conflicts", "list", "--settled").out.splitlines()[1:]
    assert settled.endswith("without_disputed by SARI, BUDI")
    (plain,) = json.loads(full("conflicts", "list", "--settled", "--json").out)
    assert (plain["conflict_id"], plain["settled"]["settlement"]) == ("key-8", "without_disputed")


def test_one_is_shown_with_both_sides_and_what_can_be_done(full: Command) -> None:
    out = full("conflicts", "show", "key-9").out
    assert "session-key-1" in out
    assert "not possible: labels_not_free" in out
    assert "books 1 labels" in out
    plain = json.loads(full("conflicts", "show", "key-9", "--json").out)
    assert [(each["label"], each["now"]) for each in plain["labels"]] == [("L-1", "taken"), ("L-2", "free")]
    assert plain["labels"][0]["holder"]["session_id"] == "session-key-1"
    assert plain["obstacles"]["set_aside"] is None


def test_nothing_is_told_as_such(command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert command("conflicts", "list").code == 1
    site = sql_site("sqlite", tmp_path)
    site.store.close()
    site.acts_store.close()
    monkeypatch.setenv("COUNTERSIGN_DATABASE__URL", f"sqlite:///{tmp_path / 'factory.sqlite'}")
    assert command("conflicts", "list").out == "No conflict is open.\n"
    assert command("conflicts", "list", "--settled").out == "No conflict was settled yet.\n"
    outcome = command("conflicts", "show", "key\x1b[2J")
    assert (outcome.code, "\x1b" in outcome.err) == (1, False)
