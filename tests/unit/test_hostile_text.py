"""Five hundred hostile texts as delivery note, label, reason, user name, search and file name: they are text, or they
are refused in words; nothing else happens."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from app.domain.errors import ErrorCode, OperationalError
from app.domain.free_text import free_text
from app.domain.labels import parse_label_code
from app.domain.packing_session import PackingRecord
from app.domain.people import Actor, Right, Role, canonical_user_name
from app.messages import error_sentence
from app.ports.clock import SystemClock
from app.ports.exports import ExportFormat, ExportKind
from app.ports.session_reports import EVERY_SESSION, SessionFilter, parse_search
from app.use_cases.authority import Authority
from app.use_cases.desk_state import Phase
from app.use_cases.export import Export, ExportOrder
from services.exports.session_source import SessionSource
from services.exports.table_files import SpreadsheetFiles
from services.storage.open_audit import open_audit
from services.storage.open_reports import open_reports, reading
from services.storage.open_store import open_sqlite
from services.storage.session_reports import SqlSessionReports
from tests.contract.test_packing_store import MASTER, record
from tests.fakes.hostile_text import hostile_texts
from tests.fakes.people_known import BUDI, known_people
from tests.unit.test_workplace import BADGE, DN, Bench
from ui.exporting.view_model import safe_name
from ui.theme.plain_text import shown

TEXTS = hostile_texts()
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def because(reason: str, number: int) -> PackingRecord:
    return replace(record(key=f"key-{number}"), discrepancy_reason=free_text(reason))


def test_as_a_delivery_note_or_a_label_each_is_counted_or_refused_and_never_reaches_further() -> None:
    bench = Bench(hold=False)
    bench.workplace.scan(BADGE)
    for text in TEXTS:
        bench.workplace.scan(text)
    assert bench.state.phase is Phase.WAITING_FOR_NOTE
    bench.workplace.scan(DN)
    for text in TEXTS:
        bench.workplace.scan(text)
    session = bench.state.session
    assert session is not None
    assert session.labels == ()


def test_a_label_that_is_one_holds_nothing_that_could_be_anything_else() -> None:
    codes = [code for text in TEXTS if (code := parse_label_code(text))]
    assert codes
    for code in codes:
        assert code.text.isascii()
        assert not set(code.text) & set("<>'\"`;=\\%${}()[]|&!*?~#\x00")


def test_as_a_reason_each_comes_back_from_the_database_as_it_was_given(tmp_path: Path) -> None:
    store = open_sqlite(tmp_path / "factory.sqlite", 1.0)
    store.add_labels(MASTER)
    file = create_engine(f"sqlite:///{tmp_path / 'factory.sqlite'}")
    before = sorted(inspect(file).get_table_names())
    kept = {}
    for number, text in enumerate(TEXTS):
        packed = because(text, number)
        store.commit(packed)
        kept[packed.session.session_id] = packed.discrepancy_reason
    store.close()
    assert sorted(inspect(file).get_table_names()) == before
    file.dispose()
    reports = open_reports("", tmp_path / "factory.sqlite", 1.0)
    page = reports.page(EVERY_SESSION, None, 1000)
    reports.close()
    assert {each.session_id: each.discrepancy_reason for each in page.sessions} == kept


def test_ft1_what_people_write_keeps_its_words_and_loses_what_nobody_types() -> None:
    for text in TEXTS:
        kept = free_text(text)
        assert len(kept) <= 500
        assert kept == kept.strip()
        assert not any(ord(each) < 0x20 or 0x7F <= ord(each) < 0xA0 for each in kept)
    assert free_text("two\x00words ") == "two words"
    assert free_text("<b>=1+1</b> 漢字") == "<b>=1+1</b> 漢字"


def test_as_a_user_name_none_is_taken_that_a_badge_could_not_be() -> None:
    taken = {name for text in TEXTS if (name := canonical_user_name(text))}
    assert all(name.isascii() and len(name) <= 40 and not set(name) & set(" <>'\"=;\\%$") for name in taken)
    authority = Authority(known_people, SystemClock())
    for text in TEXTS:
        with pytest.raises(OperationalError) as caught:
            authority.require(Actor(text, Role.ADMIN, "station-7"), Right.MANAGE_PEOPLE)
        assert caught.value.code is ErrorCode.NOT_ALLOWED


def test_as_a_search_each_means_nothing_or_something_that_can_be_asked(tmp_path: Path) -> None:
    store = open_sqlite(tmp_path / "factory.sqlite", 1.0)
    store.add_labels(MASTER)
    store.commit(record("L-1"))
    store.close()
    reports = open_reports("", tmp_path / "factory.sqlite", 1.0)
    try:
        for text in TEXTS:
            wanted: SessionFilter = parse_search(text)
            page = reports.page(wanted, None, 10)
            assert len(page.sessions) <= 1
    finally:
        reports.close()


def test_as_a_file_name_each_stays_in_its_folder(tmp_path: Path) -> None:
    for text in TEXTS:
        name = safe_name("evidence", text)
        place = (tmp_path / f"{name}.zip").resolve()
        assert place.parent == tmp_path.resolve()
        assert name.isascii()
        assert len(name) <= 200
        place.touch()


def test_in_a_table_none_of_them_is_a_formula(tmp_path: Path) -> None:
    store = open_sqlite(tmp_path / "factory.sqlite", 1.0)
    store.add_labels(MASTER)
    for number, text in enumerate(TEXTS):
        store.commit(because(text, number))
    store.close()
    engine, kind = reading("", tmp_path / "factory.sqlite", 1.0)
    audit = open_audit("", tmp_path / "factory.sqlite", 1.0)
    export = Export(
        SessionSource([SqlSessionReports(engine, kind)], engine, kind),
        SpreadsheetFiles(),
        Authority(known_people, SystemClock()),
        audit,
    )
    order = ExportOrder(ExportKind.SESSIONS, ExportFormat.CSV, tmp_path / "all.csv", EVERY_SESSION)
    outcome = export.write(BUDI, order, lambda _rows: True)
    engine.dispose()
    audit.close()
    assert outcome.rows == len(TEXTS)
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert not [cell for cell in cells if cell.startswith(FORMULA_STARTS)]


def test_in_a_sentence_none_of_them_opens_another_one() -> None:
    for text in TEXTS:
        said = str(error_sentence(OperationalError(ErrorCode.DN_NOT_REGISTERED, dn=shown(text))))
        assert said.startswith("DN ")
        assert json.loads(json.dumps(said)) == said
