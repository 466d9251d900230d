"""``countersign verdicts``: rates with their intervals, and a training set from a database and a folder of pictures."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from app.commands import verdicts
from app.domain.decision import Picture
from app.domain.judging import Verdict
from app.domain.packing_session import PackingRecord, PackingSession
from app.domain.people import Actor
from app.places import DATABASE_NAME
from app.ports.clock import SystemClock
from app.settings import Settings
from app.use_cases.authority import Authority
from services.record.pictures import PICTURES_NAME, PictureFolder
from services.storage.commit_session import write_session
from services.storage.judgements import open_judgements
from services.storage.schema import labels
from services.storage.transactions import transaction
from tests.fakes.command import Command
from tests.fakes.people_known import ANI, OPERATOR, known_people
from tests.unit.builders import D26L, D26R, accepted, note, part
from tests.unit.test_training_set import jpeg


def signed_in(settings: Settings, as_whom: str = "", *, secret_stdin: bool = False) -> tuple[Actor, Authority]:
    return {"": ANI, "op": OPERATOR}[as_whom], Authority(known_people, SystemClock())


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """Two covers were accepted lately, and both are in the blind sample."""
    made = Command(capsys, monkeypatch, tmp_path)
    data = tmp_path / "data"
    monkeypatch.setenv("COUNTERSIGN_DATA_DIR", str(data))
    monkeypatch.setenv("COUNTERSIGN_REVIEW__GREEN_SAMPLE_PERCENT", "100")
    monkeypatch.setattr(verdicts, "prompted_actor", signed_in)
    fill(data)
    return made


def fill(data: Path) -> None:
    covers = []
    for number in (1, 2):
        name, shade = f"{number:032x}", jpeg(number)
        path = PictureFolder(data / PICTURES_NAME).path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(shade)
        cover = accepted(D26L)
        picture = Picture(name, hashlib.sha256(shade).hexdigest())
        covers.append(replace(cover, evidence=replace(cover.evidence, picture=picture)))
    now = datetime.now(UTC)
    session = PackingSession("s-1", note(D26L), decisions=tuple(covers))
    record = PackingRecord("key", "PKG-1", session, now.isoformat(), "qc-1")
    store = open_judgements("", data / DATABASE_NAME, 5.0)
    with transaction(store.engine, store._kind, writes=True) as connection:
        write_session(connection, store._kind, record, "PKG-1", 0, now.replace(tzinfo=None))
        rows = [
            {"label": each, "part_number": part(each).text, "qty": "1", "status": "active"} for each in (D26L, D26R)
        ]
        connection.execute(insert(labels), rows)
    store.close()


def judge_all(data: Path) -> None:
    with verdicts.opened_judge(Settings(data_dir=str(data)), Authority(known_people, SystemClock())) as judge:
        rules = judge._rules
        judge._rules = replace(rules, green_percent=100.0)
        first, second = sorted(judge.queue(ANI).questions, key=lambda each: each.key)
        judge.judge(ANI, first, Verdict.CORRECT)
        judge.judge(ANI, second, Verdict.WRONG_PART, part(D26R))


def test_a_rate_is_told_with_its_interval_or_not_at_all(command: Command, tmp_path: Path) -> None:
    outcome = command("verdicts", "rates")
    assert outcome.code == 0
    assert "all                                       nothing judged yet; 0 unsure, 0 bad pictures" in outcome.out
    judge_all(tmp_path / "data")
    told = command("verdicts", "rates", "--by", "both").out
    assert f"{part(D26L)} at qc-1" in told
    assert told.count("1 wrong of 2: 50.00 % (1.26 to 98.74 %)") == 2
    total, of_part = json.loads(command("verdicts", "rates", "--json").out)
    assert (total["wrong"], total["judged"], of_part["part"]) == (1, 2, part(D26L).text)
    assert 0.98 < total["high"] < 0.99


def test_the_verdicts_are_exported_with_the_pictures_of_this_machine(command: Command, tmp_path: Path) -> None:
    judge_all(tmp_path / "data")
    folder = tmp_path / "set"
    outcome = command("verdicts", "export", str(folder))
    assert outcome.code == 0
    assert "2 pictures" in outcome.out
    names = json.loads((folder / "manifest.json").read_text())["classes"]
    assert names == sorted([part(D26L).text, part(D26R).text])
    assert command("verdicts", "export", str(folder)).code == 1


def test_who_may_not_is_told_so(command: Command, tmp_path: Path) -> None:
    for words in (["rates"], ["export", str(tmp_path / "set")]):
        outcome = command("verdicts", *words, "--as", "op")
        assert outcome.code == 1
        assert "may not" in outcome.sentence
    assert not (tmp_path / "set").exists()
