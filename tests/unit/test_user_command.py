"""``countersign user``, and signing in for any command that a role must allow."""

import getpass
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from argon2.profiles import RFC_9106_LOW_MEMORY

from app.commands.sign_in_prompt import TOOLS_FOLDER, prompted_actor
from app.domain.audit import findings
from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Actor, Right, Role
from app.ports.clock import SystemClock
from app.settings import Settings
from services.identity import argon2_secrets
from services.record.record import open_record
from tests.fakes.command import Command, Outcome

PIN, NEW_PIN, WRONG = "482915", "739164", "111112"
Say = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap = replace(RFC_9106_LOW_MEMORY, memory_cost=8, time_cost=1, parallelism=1)
    monkeypatch.setattr(argon2_secrets, "RFC_9106_LOW_MEMORY", cheap)


@pytest.fixture
def user(
    kept: dict[tuple[str, str], str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Say:
    """``user("add", …, typed=[…])``: what is typed comes by the standard input, a line each."""
    command = Command(capsys, monkeypatch, tmp_path)

    def run(*words: str, typed: list[str] | None = None) -> Outcome:
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(typed or []) + "\n"))
        more = ["--secret-stdin"] if typed and words[0] != "pepper" else []
        outcome = command("user", "--set", f"data_dir={tmp_path}", *words, *more)
        assert not [secret for secret in (PIN, NEW_PIN) if secret in outcome.out + outcome.err]
        return outcome

    return run


@pytest.fixture
def staffed(user: Say) -> Say:
    assert user("pepper", "--new").code == 0
    assert user("add", "ADM-1", "--name", "Admin", "--role", "admin", typed=[PIN]).code == 0
    return user


def by_admin(user: Say, *words: str, typed: tuple[str, ...] = ()) -> Outcome:
    return user(*words, "--as", "ADM-1", typed=[PIN, *typed])


def test_from_an_empty_database_to_an_operator(user: Say) -> None:
    assert user("pepper", "--new").code == 0
    first = user("add", "adm-1", "--name", "Ayu Admin", "--role", "admin", typed=[PIN])
    assert (first.code, first.out) == (0, "ADM-1 (Ayu Admin) is the first administrator\n")
    assert by_admin(user, "add", "OP-17", "--name", "Budi", typed=(NEW_PIN,)).code == 0
    assert by_admin(user, "add", "SUP-1", "--name", "Sari", "--role", "supervisor", "--no-secret").code == 0
    assert by_admin(user, "list").out.splitlines() == [
        "ADM-1            admin                 Ayu Admin",
        "OP-17            operator              Budi",
        "SUP-1            supervisor no PIN yet Sari",
    ]


def test_before_anybody_is_there_only_the_first_administrator_can_be_added(user: Say) -> None:
    user("pepper", "--new")
    for words in (["list"], ["add", "OP-17", "--name", "Budi"], ["remove", "OP-17"]):
        outcome = user(*words, typed=[PIN])
        assert (outcome.code, outcome.out) == (1, "")
        assert "--role admin" in outcome.err


def test_without_a_pepper_it_says_where_it_comes_from(user: Say) -> None:
    outcome = user("add", "ADM-1", "--name", "A", "--role", "admin", typed=[PIN])
    assert (outcome.code, outcome.sentence) == (
        1,
        "The site's pepper is not in this machine's keyring: the entry “countersign” has none. "
        "Let IT store it: countersign user pepper.",
    )


def test_role_name_secret_remove_restore(staffed: Say) -> None:
    by_admin(staffed, "add", "OP-17", "--name", "Budi", typed=(PIN,))
    for words, typed in (
        (("role", "op-17", "supervisor"), ()),
        (("name", "OP-17", "Budi Santoso"), ()),
        (("secret", "OP-17"), (NEW_PIN,)),
    ):
        outcome = by_admin(staffed, *words, typed=typed)
        assert (outcome.code, outcome.out) == (0, "OP-17: done; stations know within 300 s\n")
    assert "OP-17            supervisor            Budi Santoso" in by_admin(staffed, "list").out
    by_admin(staffed, "remove", "OP-17")
    assert "OP-17            supervisor removed    Budi Santoso" in by_admin(staffed, "list").out
    assert by_admin(staffed, "restore", "OP-17", typed=(NEW_PIN,)).code == 0
    assert by_admin(staffed, "role", "OP-404", "admin").sentence.startswith("There is nobody with the badge OP-404.")
    assert by_admin(staffed, "remove", "ADM-1").sentence.startswith("ADM-1 is the last administrator.")


def test_a_supervisor_may_not_and_sets_their_own_pin(staffed: Say) -> None:
    by_admin(staffed, "add", "SUP-1", "--name", "Sari", "--role", "supervisor", typed=(PIN,))
    refused = staffed("list", "--as", "SUP-1", typed=[PIN])
    assert (refused.code, refused.sentence) == (1, "SUP-1 may not do this. Ask somebody whose role allows it.")
    assert staffed("secret", "SUP-1", "--as", "SUP-1", typed=[PIN, PIN, NEW_PIN]).code == 0
    assert staffed("list", "--as", "SUP-1", typed=[PIN]).sentence.startswith("Badge and PIN do not go together.")
    assert staffed("list", "--as", "SUP-1", typed=[NEW_PIN]).sentence.startswith("SUP-1 may not")


@pytest.mark.parametrize(
    ("secret", "words"), [("48291", "too short"), ("123456", "too easy to guess"), ("", "too short")]
)
def test_a_pin_that_cannot_be_used_is_told(staffed: Say, secret: str, words: str) -> None:
    outcome = by_admin(staffed, "add", "OP-17", "--name", "Budi", typed=(secret,))
    assert outcome.code == 1
    assert words in outcome.sentence


def test_five_wrong_ones_lock_the_badge_here_until_it_has_passed(staffed: Say, tmp_path: Path) -> None:
    said = [staffed("list", "--as", "ADM-1", typed=[WRONG]).sentence for _ in range(6)]
    assert all(each.startswith("Badge and PIN do not") for each in said[:4])
    assert said[4].startswith("Too many wrong PINs: this badge is locked for 30 s.")
    assert by_admin(staffed, "list").sentence.startswith("Too many wrong PINs")
    record = open_record(tmp_path / TOOLS_FOLDER, Settings().record, SystemClock(), 1.0)
    lines = record.audit.lines(0, 100)
    record.close()
    assert not list(findings(lines))
    assert [line.act.deed for line in lines] == [*["sign_in_refused"] * 5, "sign_in_locked", "sign_in_locked"]


def test_a_prompt_asks_unseen_and_twice(staffed: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    prompts: list[str] = []
    answers = iter([PIN, NEW_PIN, "something else", PIN, NEW_PIN, NEW_PIN])

    def unseen(prompt: str) -> str:
        prompts.append(prompt)
        return next(answers)

    monkeypatch.setattr(getpass, "getpass", unseen)
    first = staffed("add", "OP-17", "--name", "Budi", "--as", "ADM-1")
    assert (first.code, "not typed the same twice" in first.sentence) == (1, True)
    assert staffed("add", "OP-17", "--name", "Budi", "--as", "ADM-1").code == 0
    assert prompts[:3] == ["PIN or password: ", "New PIN or password of OP-17: ", "The same again: "]


# -- for other commands -----------------------------------------------------------------------------------------------


def test_prompted_actor_is_who_they_say_with_the_rights_of_now(
    staffed: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PIN}\n"))
    actor, authority = prompted_actor(Settings(data_dir=str(tmp_path)), "ADM-1", secret_stdin=True)
    assert actor == Actor("ADM-1", Role.ADMIN, "station-1")
    authority.require(actor, Right.MANAGE_PEOPLE)
    with pytest.raises(OperationalError) as caught:
        authority.require(actor, Right.PACK)
    assert caught.value.code is ErrorCode.NOT_ALLOWED


def test_prompted_actor_asks_for_the_badge_as_well(
    staffed: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"adm-1\n{PIN}\n"))
    actor, _ = prompted_actor(Settings(data_dir=str(tmp_path)), secret_stdin=True)
    assert actor.user_name == "ADM-1"


def test_while_the_database_is_away_the_copy_counts(
    staffed: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert by_admin(staffed, "list").code == 0
    away = tmp_path / "no" / "database"
    away.parent.write_text("no folder")
    settings = Settings.model_validate({"data_dir": str(tmp_path), "database": {"url": f"sqlite:///{away}"}})
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PIN}\n"))
    assert prompted_actor(settings, "ADM-1", secret_stdin=True)[0].user_name == "ADM-1"


def test_with_nobody_there_it_asks_nothing(user: Say, tmp_path: Path) -> None:
    with pytest.raises(OperationalError) as caught:
        prompted_actor(Settings(data_dir=str(tmp_path)))
    assert caught.value.code is ErrorCode.NOBODY_KNOWN


# -- the pepper -------------------------------------------------------------------------------------------------------


def test_a_pepper_goes_from_one_machine_to_the_others(user: Say, kept: dict[tuple[str, str], str]) -> None:
    shown = user("pepper", "--new").out.split()[-1]
    assert kept == {("countersign", "pepper"): shown}
    assert user("pepper", "--enter", typed=[shown]).code == 1, "never by mistake"
    kept.clear()
    assert user("pepper", "--enter", typed=[shown.lower()]).code == 0
    assert kept == {("countersign", "pepper"): shown}


def test_a_pepper_mistyped_is_not_stored(user: Say, kept: dict[tuple[str, str], str]) -> None:
    assert "mistyped" in user("pepper", "--enter", typed=["ABCD-EFGH"]).sentence
    assert kept == {}


def test_another_pepper_is_only_made_on_purpose(user: Say, kept: dict[tuple[str, str], str]) -> None:
    first = user("pepper", "--new").out.split()[-1]
    assert (user("pepper", "--new").code, list(kept.values())) == (1, [first])
    assert user("pepper", "--new", "--replace").code == 0
    assert list(kept.values()) != [first]
