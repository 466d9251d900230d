"""``countersign match``: exact, alias, suggestion, none, and the one sentence for a wrong note."""

import json
from pathlib import Path

import pytest

from app.commands import alias as alias_command
from app.domain.alias import Alias, AliasKey, AliasStatus
from app.domain.detection import ModelIdentity
from app.domain.part_number import PartNumber
from services.aliases.csv_file import write_aliases
from tests.fakes.command import Command, Outcome
from tests.unit.test_alias_commands import signed_in

D26R, D26L = "W_CV01_D26RXXX_C03N_NL_DG00", "W_CV01_D26LXXX_C03N_NL_DG00"
PART_R, PART_L = "Z-CV01-D26RXXX-C03N-NL-DG00", "Z-CV01-D26LXXX-C03N-NL-DG00"
OTHER, THIRD = "Z-CV02-D26LXXX-C03N-NL-DG00", "Z-CV03-D31LXXX-C03N-NL-DG00"
PROPOSED, APPROVED, REVOKED = AliasStatus.PROPOSED, AliasStatus.APPROVED, AliasStatus.REVOKED


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    made = Command(capsys, monkeypatch, tmp_path)
    monkeypatch.setenv("COUNTERSIGN_DATA_DIR", str(tmp_path / "data"))
    return made


def aliases(folder: Path, *rows: tuple[str, str, AliasStatus]) -> Path:
    """Rows of D26R: version, part, status."""
    path = folder / "aliases.csv"
    acts = [
        Alias(AliasKey(ModelIdentity("covers", version), D26R), PartNumber(part), status, "Sari", "2026-01-01", "why")
        for version, part, status in rows
    ]
    write_aliases(path, acts)
    return path


def found(outcome: Outcome) -> dict[str, object]:
    value: dict[str, object] = json.loads(outcome.out)
    assert list(value) == ["label", "verdict", "part_number", "score", "runner_up", "difference"]
    assert outcome.code == (0 if value["verdict"] in {"exact", "alias"} else 1)
    return value


def named(label: str, verdict: str, part: str) -> dict[str, object]:
    return {
        "label": label,
        "verdict": verdict,
        "part_number": part,
        "score": 1.0,
        "runner_up": None,
        "difference": "",
    }


def answer(folder: Path, *parts: str) -> Path:
    path = folder / "note.json"
    rows = [{"NODN": "KSS007317A", "ITEM": part, "QTY": "90", "PO": "SUB250432"} for part in parts]
    path.write_text(json.dumps({"results": rows}), encoding="utf-8")
    return path


def test_exact_by_spelling(command: Command, tmp_path: Path) -> None:
    assert found(command("match", D26R, "--dn", f"{PART_L},{PART_R}", "--json")) == named(D26R, "exact", PART_R)
    note = answer(tmp_path, PART_L, PART_R)
    assert found(command("match", D26R, "--dn", note, "--json")) == named(D26R, "exact", PART_R)
    assert found(command("match", D26R, "--dn", D26R, "--json")) == named(D26R, "exact", PART_R)
    assert command("match", D26R, "--dn", PART_R).out == f"{D26R} is {PART_R}, as it is spelt.\n"


def test_an_approved_alias_counts(command: Command, tmp_path: Path) -> None:
    file = aliases(tmp_path, ("1", OTHER, PROPOSED), ("1", OTHER, APPROVED))
    outcome = command("match", D26R, "--dn", f"{OTHER},{PART_L}", "--aliases", file, "--json")
    assert found(outcome) == named(D26R, "alias", OTHER)
    assert outcome.err == ""
    assert "by an approved alias" in command("match", D26R, "--dn", OTHER, "--aliases", file).out


@pytest.mark.parametrize("statuses", [[PROPOSED], [APPROVED, REVOKED], [APPROVED, PROPOSED]])
def test_no_other_alias_counts(command: Command, tmp_path: Path, statuses: list[AliasStatus]) -> None:
    file = aliases(tmp_path, *(("1", OTHER, status) for status in statuses))
    verdict = found(command("match", D26R, "--dn", OTHER, "--aliases", file, "--json"))["verdict"]
    assert verdict == "suggestion"


@pytest.mark.parametrize(
    ("rows", "model", "verdict"),
    [
        ([("1", OTHER, APPROVED), ("2", OTHER, APPROVED)], None, "alias"),
        ([("1", OTHER, APPROVED), ("2", THIRD, APPROVED)], None, "suggestion"),
        ([("1", OTHER, APPROVED), ("2", OTHER, REVOKED)], None, "suggestion"),
        ([("1", OTHER, APPROVED), ("1", THIRD, APPROVED)], None, "suggestion"),
        ([("1", OTHER, APPROVED), ("2", THIRD, APPROVED)], "covers@1", "alias"),
        ([("1", OTHER, APPROVED)], "covers@2", "suggestion"),
    ],
)
def test_whose_aliases_count(
    command: Command, tmp_path: Path, rows: list[tuple[str, str, AliasStatus]], model: str | None, verdict: str
) -> None:
    words = ["--aliases", str(aliases(tmp_path, *rows)), "--json", *(["--model", model] if model else [])]
    assert found(command("match", D26R, "--dn", OTHER, *words))["verdict"] == verdict


def test_a_contested_label_stays_exact_with_a_warning(command: Command, tmp_path: Path) -> None:
    file = aliases(tmp_path, ("1", OTHER, APPROVED))
    outcome = command("match", D26R, "--dn", f"{PART_R},{OTHER}", "--aliases", file, "--json")
    assert found(outcome) == named(D26R, "exact", PART_R)
    assert OTHER in outcome.sentence


def test_the_mirrored_twin_is_only_suggested(command: Command) -> None:
    value = found(command("match", D26L, "--dn", f"{THIRD},{PART_R}", "--json"))
    assert (value["verdict"], value["part_number"], value["runner_up"]) == ("suggestion", PART_R, THIRD)
    assert value["difference"] == "side: L instead of R"
    assert 0.5 < float(str(value["score"])) < 1.0
    outcome = command("match", D26L, "--dn", PART_R)
    assert outcome.code == 1
    assert "Difference: side: L instead of R." in outcome.out


def test_nothing_alike(command: Command) -> None:
    value = found(command("match", D26L, "--dn", "SCREW,NUT", "--json"))
    assert (value["verdict"], value["part_number"], value["runner_up"], value["difference"]) == ("none", None, None, "")
    assert 0.0 <= float(str(value["score"])) < 0.5
    assert "nothing on it is alike" in command("match", D26L, "--dn", "SCREW,NUT").out


def test_a_long_list_of_parts_is_no_file_name(command: Command) -> None:
    many = ",".join(f"PART-{n}" for n in range(2000))
    assert found(command("match", D26L, "--dn", f"{many},{PART_L}", "--json"))["verdict"] == "exact"


def test_without_a_file_the_database_of_the_settings_counts(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(alias_command, "prompted_actor", signed_in)
    words = ("match", D26R, "--dn", OTHER, "--json")
    assert found(command(*words))["verdict"] == "suggestion"
    assert not (tmp_path / "data").exists()
    act = (D26R, OTHER, "--model", "countersign-demo@1.1.0", "--reason", "looked")
    assert command("alias", "approve", *act).code == 0
    assert found(command(*words)) == named(D26R, "alias", OTHER)


@pytest.mark.parametrize(
    "content",
    ["", "rubbish", "[]", "{}", '{"results": []}', '{"results": [{"NODN": "?"}]}', "\0", "[" * 20_000],
    ids=range(8),
)
def test_rubbish_is_no_note(command: Command, tmp_path: Path, content: str) -> None:
    path = tmp_path / "note.json"
    path.write_text(content)
    outcome = command("match", D26R, "--dn", path, "--json")
    assert (outcome.code, outcome.out) == (2, "")
    assert str(path) in outcome.sentence


@pytest.mark.parametrize("words", ["", " ", ",", " , ,", "missing.json", "no/such/file", "SCREW", "a part,", "../x,y"])
def test_a_note_that_is_not_there(command: Command, words: str) -> None:
    outcome = command("match", D26R, "--dn", words, "--json")
    assert (outcome.code, outcome.out) == (2, "")
    assert "cannot be used" in outcome.sentence


def test_a_row_that_is_not_understood(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "note.json"
    path.write_text('{"results": [{"NODN": "KSS007317A", "ITEM": "A", "QTY": "many"}]}')
    outcome = command("match", D26R, "--dn", path)
    assert outcome.code == 2
    assert "“many” is not a whole number" in outcome.sentence


def test_wrong_words(command: Command, tmp_path: Path) -> None:
    assert command("match", "", "--dn", PART_R).code == 2
    assert command("match", D26R).code == 2
    assert command("match", D26R, "--dn", PART_R, "--model", "nameless").code == 2
    outcome = command("match", D26R, "--dn", PART_R, "--aliases", tmp_path / "none.csv")
    assert (outcome.code, outcome.out) == (2, "")
    assert "none.csv" in outcome.sentence
    assert command("match", D26R, "--dn", tmp_path).code == 2
