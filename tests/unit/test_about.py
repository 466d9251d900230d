"""What the program says of itself: what the page shows, what is copied, and where it comes from."""

import argparse
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.commands import about as command
from app.domain.about import PLACEHOLDER, AboutFacts, Piece, Vendor, notice_text, ticket
from app.domain.errors import ErrorCode, OperationalError
from app.settings import Settings
from app.version import SOURCE, VERSION, Build
from services.about.installed import LICENCES
from services.about.program import INDEX, NOTICE, ProgramAbout
from ui.about.view_model import Fact, FactRow, PieceRow, about_state

MIT = Piece("rapid", "3.14", "MIT", ("texts/rapid.txt",))
LGPL = Piece(
    "Qt", "6.11.3", "LGPL-3.0-only OR GPL-2.0-only", ("texts/qt-1.txt", "texts/qt-2.txt"), "https://qt.invalid/"
)
ODD = Piece("odd", "1", "our own words")
BUILT_AT = "2026-11-21T08:00:00+00:00"
FACTS = AboutFacts("1.2.3", "abc1234", BUILT_AT, (("Qt", "6.11.3"),), "own@1", (ODD, LGPL, MIT), "Notice.")
DEMO = Path(__file__).resolve().parents[2] / "resources" / "models" / "demo"


# -- what is shown ----------------------------------------------------------------------------------------------------


def test_ab1_the_model_that_answers_now_is_named_and_what_is_not_known_is_left_out() -> None:
    shown = about_state(FACTS, "servers@7").facts
    assert shown[:2] == (FactRow(Fact.VERSION, "1.2.3"), FactRow(Fact.BUILD, "abc1234"))
    assert shown[-1] == FactRow(Fact.MODEL, "servers@7")
    assert about_state(FACTS).facts[-1] == FactRow(Fact.MODEL, "own@1")
    checkout = AboutFacts("1.2.3", SOURCE, "", (), "", (), "")
    assert [row.name for row in about_state(checkout).facts] == [Fact.VERSION, Fact.BUILD]


def test_ab2_the_notice_stands_above_everything_until_something_is_looked_for() -> None:
    rows = about_state(FACTS).rows
    assert rows[0] == PieceRow(None)
    assert [row.piece for row in rows[1:]] == [ODD, LGPL, MIT]
    assert about_state(FACTS, search="  ").rows == rows


@pytest.mark.parametrize(("search", "found"), [("qt", [LGPL]), ("LGPL 6.11", [LGPL]), ("mit", [MIT]), ("gpl mit", [])])
def test_ab2_every_word_has_to_be_found(search: str, found: list[Piece]) -> None:
    state = about_state(FACTS, search=search)
    assert [row.piece for row in state.rows] == found
    assert state.pieces == 3


@settings(max_examples=40)
@given(st.text("qtlgpmi63. ", max_size=5))
def test_ab2_what_is_found_is_some_of_it_in_its_order(search: str) -> None:
    rows = [row.piece for row in about_state(FACTS, search=search).rows if row.piece]
    assert rows == [piece for piece in FACTS.pieces if piece in rows]


def test_what_is_taken_and_owed_is_told_of_each() -> None:
    odd, qt, rapid = about_state(FACTS).rows[1:]
    assert (qt.taken, qt.source_owed) == ("LGPL-3.0-only", True)
    assert (rapid.taken, rapid.source_owed) == ("MIT", False)
    assert (odd.taken, odd.source_owed) == ("our own words", False)


def test_a_ticket_has_a_line_for_each_fact() -> None:
    known = "Countersign: 1.2.3\nBuild: abc1234\nBuilt: 2026-11-21T08:00:00+00:00\nQt: 6.11.3\n"
    assert ticket(FACTS) == f"{known}Model: own@1\n"
    assert ticket(FACTS, "servers@7") == f"{known}Model: servers@7\n"
    assert ticket(AboutFacts("1.2.3", SOURCE, "", (), "", (), "")) == "Countersign: 1.2.3\nBuild: source\n"


def test_the_notice_names_what_is_owed_and_whom_to_ask() -> None:
    template = (LICENCES / NOTICE).read_text(encoding="utf-8")
    told = notice_text(template, FACTS.pieces, Vendor("Acme", "sources@acme.invalid", 5))
    assert "  Qt 6.11.3, LGPL-3.0-only: https://qt.invalid/\n" in told
    assert "rapid" not in told
    assert "FFmpeg" not in told
    assert "Inter" not in told
    opencv = Piece("opencv-python-headless", "5", "Apache-2.0")
    more = notice_text(template, [opencv, Piece("Inter", "3", "OFL-1.1")], Vendor("", "", 3))
    assert "\n  FFmpeg, with which OpenCV reads video: version 2.1 or later\n" in more
    assert more.endswith("\n\nThe letters on the screen are Inter, under the SIL Open Font License 1.1.\n")
    assert "PySide" not in more
    assert "[" not in more
    assert "For 5 years" in told
    assert "sources@acme.invalid" in told
    assert not Vendor("Acme", PLACEHOLDER, 3).known


# -- where it comes from ----------------------------------------------------------------------------------------------


def built(folder: Path) -> Path:
    """What a build lays into an installation."""
    (folder / "texts").mkdir(parents=True)
    for name in (*LGPL.texts, *MIT.texts):
        (folder / name).write_text(f"text of {name}\n", encoding="utf-8")
    keys = ("name", "version", "licence", "texts", "source")
    rows = [{key: getattr(piece, key) for key in keys} for piece in (LGPL, MIT)]
    (folder / INDEX).write_text(json.dumps({"pieces": rows}), encoding="utf-8")
    (folder / NOTICE).write_text("The notice.", encoding="utf-8")
    return folder


def program(folder: Path, build: Build | None = None, model: Path = DEMO) -> ProgramAbout:
    return ProgramAbout(build or Build("1.2.3", "abc1234", ""), model, lambda: [("Python", "3.99")], folder)


def test_an_installation_tells_what_its_build_has_written(tmp_path: Path) -> None:
    about = program(built(tmp_path / "licences"))
    facts = about.facts()
    assert facts.pieces == (LGPL, MIT)
    assert facts.notice == "The notice."
    assert facts.runs_on[0] == ("Python", "3.99")
    assert facts.runs_on[-1][0] == "System"
    assert facts.model == "countersign-demo@1.1.0"
    assert about.text(LGPL) == "text of texts/qt-1.txt\n\n\ntext of texts/qt-2.txt"


@pytest.mark.parametrize("damage", ["{", "{}", '{"pieces": [{"name": "x"}]}', '{"pieces": [1]}'])
def test_a_damaged_installation_says_which_file(tmp_path: Path, damage: str) -> None:
    (built(tmp_path / "licences") / INDEX).write_text(damage, encoding="utf-8")
    with pytest.raises(OperationalError) as raised:
        program(tmp_path / "licences").facts()
    assert raised.value.code is ErrorCode.FILE_UNREADABLE
    assert raised.value.details["path"] == str(tmp_path / "licences" / INDEX)


def test_a_text_that_is_gone_says_which_file(tmp_path: Path) -> None:
    about = program(built(tmp_path / "licences"))
    (tmp_path / "licences" / "texts" / "rapid.txt").unlink()
    with pytest.raises(OperationalError) as raised:
        about.text(MIT)
    assert raised.value.details["path"] == str(tmp_path / "licences" / "texts" / "rapid.txt")


def test_an_installation_without_its_licences_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.about.program.LICENCES", tmp_path / "nor here")
    with pytest.raises(OperationalError) as raised:
        program(tmp_path / "licences").facts()
    assert raised.value.details["path"] == str(tmp_path / "licences")


def test_a_checkout_tells_of_the_packages_it_runs_in(tmp_path: Path) -> None:
    about = program(tmp_path / "none")
    facts = about.facts()
    pieces = {piece.name: piece for piece in facts.pieces}
    assert {"httpx", "numpy", "PySide6_Essentials", "Inter"} <= set(pieces)
    assert "countersign" not in {name.lower() for name in pieces}
    assert [piece.name.lower() for piece in facts.pieces] == sorted(piece.name.lower() for piece in facts.pieces)
    assert pieces["PySide6_Essentials"].source in facts.notice
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in about.text(pieces["PySide6_Essentials"])
    assert "SIL OPEN FONT LICENSE" in about.text(pieces["Inter"])
    assert "Encode OSS" in about.text(pieces["httpx"])


@pytest.mark.parametrize(("name", "expected"), [("other.onnx", "other"), ("folder", "")])
def test_a_model_without_a_card_goes_by_its_file_and_a_bad_card_by_nothing(
    tmp_path: Path, name: str, expected: str
) -> None:
    model = tmp_path / name
    if not model.suffix:
        model.mkdir()
        (model / "model.toml").write_text("name = 3", encoding="utf-8")
    assert program(built(tmp_path / "licences"), model=model).facts().model == expected


# -- countersign about ------------------------------------------------------------------------------------------------


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    assert command.run(parser.parse_args(words), Settings()) == 0
    return capsys.readouterr().out


def test_the_command_says_a_line_for_each_version(capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys).splitlines()
    assert lines[:2] == [f"Countersign: {VERSION}", f"Build: {SOURCE}"]
    assert [line.split(":")[0] for line in lines[2:]] == ["Python", "Qt", "ONNX Runtime", "OpenCV", "System", "Model"]


def test_the_command_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(said(capsys, "--json"))
    assert told["version"] == VERSION
    assert {"Python", "Qt", "ONNX Runtime", "OpenCV", "System"} == set(told["runs_on"])
    assert {piece["name"]: piece["licence"] for piece in told["pieces"]}["pyserial"] == "BSD-3-Clause"


def test_the_command_with_licences(capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "--licences")
    assert "Written offer." in out
    assert "\npyserial 3.5: BSD-3-Clause\n" in out
    assert "Copyright (c) 2001-2020 Chris Liechti" in out
