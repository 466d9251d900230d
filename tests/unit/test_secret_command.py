"""``countersign secret``: kept in the keyring, listed without being shown, forgotten when told so."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from services.identity.pepper import new_pepper, pepper_of, pepper_text
from tests.fakes.command import Command, Outcome

Secret = Callable[..., Outcome]
SQL = ("--set", "database.url=mssql+pyodbc://sql.plant.example/whcomp", "--set", "database.user=qc")
SHOWN = "s3cret"


@pytest.fixture
def secret(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Secret:
    command = Command(capsys, monkeypatch, tmp_path)

    def say(*words: str, typed: str = "") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        return command("secret", *words)

    return say


def test_the_token_of_each_station_has_its_place(secret: Secret, kept: dict[tuple[str, str], str]) -> None:
    station = ("--set", "station.id=qc-3", "--set", "inference.token_keyring=plant")
    outcome = secret(*station, "set", "server-token", typed=f"{SHOWN}\n")
    assert outcome.code == 0
    assert kept == {("plant", "server-token qc-3"): SHOWN}
    assert SHOWN not in outcome.out + outcome.err


def test_a_token_that_no_setting_asks_for_is_kept_and_said_to_be_unused(
    secret: Secret, kept: dict[tuple[str, str], str]
) -> None:
    outcome = secret("set", "server-token", typed=f"{SHOWN}\n")
    assert list(kept) == [("countersign", "server-token station-1")]
    assert 'set inference.token_keyring = "countersign"' in outcome.err


@pytest.mark.parametrize(
    ("name", "typed"), [("server-token", "two words\n"), ("server-token", "\n"), ("pepper", "x\n")]
)
def test_what_cannot_be_one_is_not_kept(
    secret: Secret, kept: dict[tuple[str, str], str], name: str, typed: str
) -> None:
    outcome = secret("set", name, typed=typed)
    assert outcome.code != 0
    assert kept == {}


def test_the_pepper_of_another_machine_is_taken_as_it_was_written_down(
    secret: Secret, kept: dict[tuple[str, str], str]
) -> None:
    pepper = new_pepper()
    assert secret("set", "pepper", typed=pepper_text(pepper).lower() + "\n").code == 0
    assert pepper_of(kept["countersign", "pepper"]) == pepper


def test_the_list_says_what_is_kept_what_is_missing_and_what_is_not_needed_and_shows_nothing(
    secret: Secret, kept: dict[tuple[str, str], str]
) -> None:
    kept["countersign", "qc"] = SHOWN
    shown = secret(*SQL, "list")
    assert shown.out.splitlines() == [
        "database      kept  countersign / qc",
        "server-token  not needed  countersign / server-token station-1",
        "pepper        missing  countersign / pepper",
    ]
    assert SHOWN not in shown.out + shown.err
    assert secret("list").out.splitlines()[0] == "database      not needed: the settings name no login"


def test_one_that_is_removed_is_gone_and_cannot_be_removed_twice(
    secret: Secret, kept: dict[tuple[str, str], str]
) -> None:
    kept["countersign", "qc"] = SHOWN
    assert secret(*SQL, "remove", "database").code == 0
    assert kept == {}
    again = secret(*SQL, "remove", "database")
    assert (again.code, again.out) == (1, "qc under countersign: there was none\n")


def test_without_a_keyring_it_says_so(secret: Secret, no_keyring: None) -> None:
    outcome = secret(*SQL, "list")
    assert outcome.code == 2
    assert outcome.sentence.startswith("The keyring cannot be used")
