"""``countersign alias``, and what ``countersign model activate`` tells about aliases."""

import json
import shutil
from pathlib import Path

import pytest

from app.commands import alias as alias_command
from app.commands import model as model_command
from app.domain.detection import ModelIdentity
from app.domain.people import Actor
from app.ports.clock import SystemClock
from app.settings import Settings
from app.use_cases.authority import Authority
from services.aliases.csv_file import COLUMNS, read_aliases
from services.inference.server.control_client import KnownModel
from services.storage.shipped_aliases import SHIPPED_FOR
from tests.fakes.command import Command, Outcome
from tests.fakes.people_known import ANI, DEWI, SARI, known_people

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "resources" / "models" / "demo"
D26R = "W_CV01_D26RXXX_C03N_NL_DG00"
OTHER, THIRD = "Z-CV02-D26LXXX-C03N-NL-DG00", "Z-CV03-D31LXXX-C03N-NL-DG00"
WHO = ("--model", str(SHIPPED_FOR), "--reason", "looked at both")


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    made = Command(capsys, monkeypatch, tmp_path)
    monkeypatch.setenv("COUNTERSIGN_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(alias_command, "prompted_actor", signed_in)
    return made


def signed_in(settings: Settings, as_whom: str = "", *, secret_stdin: bool = False) -> tuple[Actor, Authority]:
    """In place of the prompt: whoever says so is Sari, unless another badge is named."""
    who = {"": SARI, "ani": ANI, "dewi": DEWI}[as_whom]
    return who, Authority(known_people, SystemClock())


def standing(command: Command, *words: str) -> dict[tuple[str, str], str]:
    outcome = command("alias", "list", "--json", *words)
    assert outcome.code == 0
    rows = json.loads(outcome.out)
    assert all(tuple(row) == COLUMNS for row in rows)
    return {(row["label"], row["part_number"]): row["status"] for row in rows}


def refused(outcome: Outcome, words: str) -> None:
    assert (outcome.code, outcome.out) == (1, "")
    assert words in outcome.sentence


def test_the_shipped_pairs_are_listed_as_proposed(command: Command) -> None:
    assert set(standing(command).values()) == {"proposed"}
    assert len(standing(command)) == 2
    assert standing(command, "--model", "covers@1") == {}
    out = command("alias", "list").out
    assert f"proposed {D26R} -> {OTHER} for {SHIPPED_FOR}, by Countersign at " in out


def test_the_life_of_an_alias(command: Command) -> None:
    approved = command("alias", "approve", D26R, OTHER, *WHO)
    assert approved.code == 0
    assert approved.out.startswith(f"approved {D26R} -> {OTHER} for {SHIPPED_FOR}, by SARI at ")
    assert command("alias", "propose", D26R, "z_cv03_d31lxxx_c03n_nl_dg00", *WHO, "--as", "ani").code == 0
    refused(command("alias", "approve", D26R, THIRD, *WHO), "another approved part")
    assert command("alias", "revoke", D26R, OTHER, *WHO).code == 0
    assert command("alias", "approve", D26R, THIRD, *WHO).code == 0
    assert standing(command)[D26R, OTHER] == "revoked"
    assert standing(command)[D26R, THIRD] == "approved"


def test_what_is_refused_is_told_in_one_sentence(command: Command) -> None:
    refused(command("alias", "approve", D26R, "Z-NEW", *WHO), "was never proposed")
    refused(command("alias", "propose", D26R, OTHER, *WHO), "already")
    assert command("alias", "propose", D26R, THIRD, *WHO).code == 0
    refused(command("alias", "approve", D26R, THIRD, *WHO), "yourself")


def test_who_may_not_is_told_so(command: Command) -> None:
    refused(command("alias", "approve", D26R, OTHER, *WHO, "--as", "dewi"), "DEWI may not do this.")
    assert command("alias", "propose", D26R, THIRD, *WHO, "--as", "dewi").code == 0
    assert standing(command)[D26R, OTHER] == "proposed"


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("burn",),
        ("approve", D26R, OTHER),
        ("approve", D26R, OTHER, "--model", "nameless", "--reason", "why"),
        ("approve", D26R, OTHER, "--model", "a@1", "--reason", " "),
        ("approve", D26R, OTHER, "--model", "a@1", "--reason", "x" * 501),
        ("approve", D26R, OTHER, "--model", "a@1", "--reason", "two\nlines"),
        ("approve", D26R, "", "--model", "a@1", "--reason", "why"),
    ],
)
def test_wrong_words(command: Command, tmp_path: Path, words: tuple[str, ...]) -> None:
    assert command("alias", *words).code == 2
    assert not (tmp_path / "data").exists()


def test_export_and_import(command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    command("alias", "approve", D26R, OTHER, *WHO)
    file = tmp_path / "aliases.csv"
    assert command("alias", "export", file).out == f"{file}: 3 acts\n"
    assert command("alias", "export", "-").out.encode() == file.read_bytes()
    assert len(read_aliases(file)) == 3
    monkeypatch.setenv("COUNTERSIGN_DATA_DIR", str(tmp_path / "another"))
    refused(command("alias", "import", file, "--as", "dewi"), "DEWI may not do this.")
    assert set(standing(command).values()) == {"proposed"}
    assert command("alias", "import", file, "--as", "ani").out == "1 acts recorded\n"
    assert standing(command)[D26R, OTHER] == "approved"
    assert ", by ANI at " in command("alias", "list").out
    assert command("alias", "import", file, "--as", "ani").out == "0 acts recorded\n"


def test_a_bad_file_is_refused_whole(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "aliases.csv"
    command("alias", "export", file)
    file.write_text(file.read_text() + "a,1,new,PART,approved,Sari,never,why\n")
    outcome = command("alias", "import", file)
    assert (outcome.code, outcome.out) == (2, "")
    assert "line 4, column at: “never”" in outcome.sentence
    assert command("alias", "import", tmp_path / "none.csv").code == 2
    assert len(standing(command)) == 2


def test_coverage_of_the_settings_model(command: Command, tmp_path: Path) -> None:
    first, *labels = command("alias", "coverage").out.splitlines()
    assert first == f"{SHIPPED_FOR}: 10 of 10 labels have no approved alias"
    assert f"  {D26R}" in labels
    command("alias", "approve", D26R, OTHER, *WHO)
    lines = command("alias", "coverage", "--model-path", DEMO).out.splitlines()
    assert lines[0] == f"{SHIPPED_FOR}: 9 of 10 labels have no approved alias"
    assert f"  {D26R}" not in lines
    missing = command("alias", "coverage", "--model-path", tmp_path / "none")
    assert (missing.code, "There is no model at" in missing.sentence) == (1, True)


def test_coverage_of_a_model_without_a_card(command: Command, tmp_path: Path) -> None:
    shutil.copy(next(DEMO.glob("*.onnx")), tmp_path / "bare.onnx")
    first, *labels = command("alias", "coverage", "--model-path", tmp_path / "bare.onnx").out.splitlines()
    assert "10 of 10 labels" in first
    assert len(labels) == 10


# -- model activate ---------------------------------------------------------------------------------------------------


class Server:
    """In place of ControlClient: it knows one model, and takes any."""

    path = str(DEMO)

    def __init__(self, port: int) -> None:
        self.port = port

    def activate(self, identity: ModelIdentity) -> None:
        """Taken."""

    def models(self) -> list[KnownModel]:
        return [KnownModel(SHIPPED_FOR, self.path, active=True)]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> type[Server]:
    monkeypatch.setattr(model_command, "ControlClient", Server)
    return Server


def test_activate_tells_which_labels_have_no_alias(command: Command, server: type[Server], tmp_path: Path) -> None:
    outcome = command("model", "activate", str(SHIPPED_FOR))
    assert (outcome.code, outcome.out) == (0, f"{SHIPPED_FOR} is active\n")
    assert f"{SHIPPED_FOR}: 10 of 10 labels have no approved alias\n" in outcome.err
    assert f"  {D26R}\n" in outcome.err
    assert not (tmp_path / "data").exists()
    command("alias", "approve", D26R, OTHER, *WHO)
    assert f"  {D26R}\n" not in command("model", "activate", str(SHIPPED_FOR)).err


def test_activate_succeeds_where_the_aliases_are_not_reachable(command: Command, server: type[Server]) -> None:
    outcome = command("model", "--set", f"database.url=sqlite:///{ROOT}", "activate", str(SHIPPED_FOR))
    assert (outcome.code, outcome.out) == (0, f"{SHIPPED_FOR} is active\n")
    (line,) = outcome.err.splitlines()
    assert line.startswith("which labels have no approved alias is not known: The database ")


@pytest.mark.parametrize("path", ["", "no-such-model"])
def test_activate_succeeds_where_the_model_is_not_here(
    command: Command, server: type[Server], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(Server, "path", path)
    outcome = command("model", "activate", str(SHIPPED_FOR))
    assert outcome.code == 0
    assert "known" in outcome.err
    assert len(outcome.err.splitlines()) == 1
