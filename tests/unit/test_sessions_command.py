"""``countersign sessions``: pages, one session, and every way to ask wrongly."""

import json
from pathlib import Path

import pytest

from app.commands.sessions_text import table_lines
from app.ports.session_reports import EVERY_SESSION, ROWS_AT_MOST, SessionFilter
from services.storage.open_reports import open_reports
from services.storage.seed import PARTS, Plan, label_code, seed_database
from tests.fakes.command import Command

SESSIONS = 120


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("factory") / "factory.sqlite"
    seed_database(path, Plan(SESSIONS))
    return path


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    made = Command(capsys, monkeypatch, tmp_path)
    monkeypatch.setenv("COUNTERSIGN_DATA_DIR", str(tmp_path / "data"))
    return made


@pytest.fixture
def full(command: Command, monkeypatch: pytest.MonkeyPatch, seeded: Path) -> Command:
    monkeypatch.setenv("COUNTERSIGN_DATABASE__URL", f"sqlite:///{seeded}")
    return command


def every(seeded: Path, wanted: SessionFilter = EVERY_SESSION) -> list[str]:
    reports = open_reports("", seeded, 1.0)
    try:
        page = reports.page(wanted, None, ROWS_AT_MOST)
        assert page.next_after is None
        return [each.session_id for each in page.sessions]
    finally:
        reports.close()


def test_the_pages_are_walked_by_the_key_on_their_last_line(full: Command, seeded: Path) -> None:
    found: list[str] = []
    words: list[str] = []
    while True:
        outcome = full("sessions", "--limit", "50", *words)
        assert (outcome.code, outcome.err) == (0, "")
        heading, *rows, last = outcome.out.splitlines()
        column = heading.index("session")
        found += [row[column:].split()[0] for row in rows]
        if last == "These are the last.":
            break
        words = ["--after", last.partition("--after ")[2].strip("'")]
    assert found == every(seeded)
    assert len(found) == SESSIONS


def test_json_is_told_with_the_next_key(full: Command) -> None:
    first = json.loads(full("sessions", "--limit", "1", "--json").out)
    (newest,) = first["sessions"]
    assert first["next_after"] == f"{newest['submitted_at']}/{newest['session_id']}"
    second = json.loads(full("sessions", "--limit", "1000", "--json", "--after", first["next_after"]).out)
    assert len(second["sessions"]) == SESSIONS - 1
    assert second["next_after"] is None


def test_a_filter_is_spelt_as_people_spell(full: Command, seeded: Path) -> None:
    def ids(*words: str) -> list[str]:
        told = json.loads(full("sessions", "--json", "--limit", "1000", *words).out)
        return [each["session_id"] for each in told["sessions"]]

    part = PARTS[0].replace("Z-", "w_", 1).replace("-", "_").lower()
    assert 0 < len(ids("--part", part)) < SESSIONS
    assert ids("--part", part) == ids("--part", PARTS[0])
    assert len(ids("--dn", " kss00003 ")) == len(every(seeded, SessionFilter(dn_prefix="KSS00003")))
    (of_label,) = ids("--label", label_code(7, 0))
    assert of_label == every(seeded)[-8]
    day = ids("--from", "2024-01-01", "--until", "2024-01-09")
    assert day
    assert day == ids("--from", "2024-01-01T07:00+07:00", "--until", "2024-01-10T00:00")
    both = set(ids("--discrepancy")) & set(ids("--removed"))
    assert set(ids("--discrepancy", "--removed")) == both
    station = json.loads(full("sessions", "--json", "--limit", "1").out)["sessions"][0]["station_id"]
    assert 0 < len(ids("--station", station)) < SESSIONS


def test_a_session_whole(full: Command, seeded: Path) -> None:
    wanted = every(seeded)[0]
    out = full("sessions", "--id", wanted).out
    assert out.startswith(f"session         {wanted}\n")
    plain = json.loads(full("sessions", "--id", wanted, "--json").out)
    assert f"\nLabels: {len(plain['labels'])}\n" in out
    assert f"\nDecisions: {len(plain['decisions'])}\n" in out
    assert "\nAudit: 2\n" in out
    for text in (plain["labels"][0]["label"], plain["decisions"][0]["part_number"], "submitted"):
        assert text in out
    absent = full("sessions", "--id", "nobody")
    assert (absent.code, absent.out, absent.err) == (1, "", "There is no session “nobody”.\n")


def test_nothing_found_is_said_in_words(full: Command, command: Command, tmp_path: Path) -> None:
    assert full("sessions", "--dn", "ZZZ").out == "No session is as asked for.\n"
    assert json.loads(full("sessions", "--dn", "ZZZ", "--json").out) == {"sessions": [], "next_after": None}
    absent = command("sessions", "--set", f"database.url=sqlite:///{tmp_path / 'none.sqlite'}")
    assert (absent.code, absent.out) == (1, "")
    assert absent.err == f"countersign: There is no database at {tmp_path / 'none.sqlite'} yet: nothing was packed.\n"
    assert not (tmp_path / "none.sqlite").exists()
    seed_database(tmp_path / "empty.sqlite", Plan(0))
    assert command("sessions", "--set", f"database.url=sqlite:///{tmp_path / 'empty.sqlite'}").out == (
        "Nothing was packed yet.\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--limit", "0"), "“0” is not a number from 1 to 1000"),
        (("--limit", "many"), "“many” is not a number"),
        (("--from", "yesterday"), "“yesterday” is no time such as 2026-09-14"),
        (("--until", "9999-12-31"), "nothing was packed in the year 9999"),
        (("--after", "yesterday/x"), "is no time"),
        (("--after", "2026-09-14"), "a key ends with the id of a session"),
        (("--dn", "k%"), "no DN begins with “K%”"),
        (("--dn", " "), "nothing is asked for"),
        (("--label", "a b"), "“a b” is no label"),
        (("--station", "a b"), "“a b” is no station"),
        (("--part", ""), "nothing is asked for"),
        (("--id", "x", "--after", "2026-09-14T07:30:00+00:00/y"), "not allowed with"),
        (("--id", "x", "--after", "2026-09-14/x"), "not allowed with"),
    ],
)
def test_what_is_asked_wrongly_is_told(command: Command, words: tuple[str, ...], said: str) -> None:
    outcome = command("sessions", *words)
    assert outcome.code == 2
    assert said in outcome.err


def test_columns_are_aligned() -> None:
    lines = list(table_lines(("name", "n"), [("a", "10"), ("longer", "9")], numbers={"n"}))
    assert lines == ["name     n", "a       10", "longer   9"]
    assert list(table_lines(("name",), [])) == []
