"""``countersign charts``: data and pictures of a database, and what makes no sense."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.__main__ import main
from services.storage.seed import Plan, seed_database, submitted_at

PLAN = Plan(40)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("charts") / "factory.sqlite"
    seed_database(file, PLAN)
    return f"sqlite:///{file}"


def asked(database: str, *words: str) -> list[str]:
    return ["charts", *words, "--set", f"database.url={database}"]


def test_the_data_of_a_week(database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    moment = submitted_at(20, PLAN).replace(tzinfo=UTC)
    day, out = moment.astimezone().date(), tmp_path / "a.csv"
    assert main(asked(database, "throughput", "--out", str(out), "--until", str(day))) == 0
    assert capsys.readouterr().out == f"{out}\n"
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "hour_begins,sessions,labels,pieces"
    begins = [datetime.fromisoformat(line.partition(",")[0]) for line in lines[1:]]
    assert begins[0].date() == day - timedelta(days=6)
    assert sum(int(line.split(",")[1] or 0) for line in lines[1:]) == 1


def test_a_picture_without_a_screen(database: str, tmp_path: Path) -> None:
    """In a process of its own: there is one QApplication in each."""
    out = tmp_path / "a.png"
    words = asked(database, "verdicts", "--out", str(out), "--from", "2026-06-01", "--until", "2026-08-31")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "app", *words], check=False, timeout=60, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{out}\n", "")
    assert out.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "words",
    [
        ("throughput", "--out", "a.pdf"),
        ("nothing", "--out", "a.csv"),
        ("throughput",),
        ("throughput", "--out", "a.csv", "--from", "yesterday"),
    ],
)
def test_wrong_words_are_wrong_use(database: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(asked(database, *words))
    assert caught.value.code == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize("first", ["2026-01-01", "2026-09-02"])
def test_days_that_are_none_or_too_many_are_wrong_use(
    database: str, first: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.csv"
    assert main(asked(database, "suppliers", "--out", str(out), "--from", first, "--until", "2026-09-01")) == 2
    assert "is not 1 to 92 days" in capsys.readouterr().err
    assert not out.exists()


def test_without_a_database_there_is_nothing_to_draw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(asked(f"sqlite:///{tmp_path / 'none.sqlite'}", "suppliers", "--out", str(tmp_path / "a.csv"))) == 1
    assert "nothing was packed" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_told(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(asked(database, "suppliers", "--out", str(tmp_path / "none" / "a.csv"))) == 1
    assert "cannot be written" in capsys.readouterr().err
