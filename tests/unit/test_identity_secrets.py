"""argon2id with the site's pepper, and the pepper in the keyring."""

import re
import string
import unicodedata

import keyring
import pytest
from argon2 import PasswordHasher
from argon2.low_level import Type
from argon2.profiles import RFC_9106_LOW_MEMORY
from hypothesis import given
from hypothesis import strategies as st
from keyring.backends.fail import Keyring as NoKeyring

from app.domain.errors import ErrorCode, OperationalError
from services.identity.argon2_secrets import Argon2Secrets, argon2_secrets
from services.identity.pepper import has_pepper, new_pepper, pepper_of, pepper_text, store_pepper, stored_pepper

PEPPER, PIN = bytes(range(32)), "482915"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def quick(pepper: bytes = PEPPER) -> Argon2Secrets:
    return Argon2Secrets(lambda: pepper, QUICK)


def test_the_parameters_are_rfc_9106s_second_choice() -> None:
    asked = RFC_9106_LOW_MEMORY
    assert (asked.type, asked.memory_cost, asked.time_cost, asked.parallelism) == (Type.ID, 65536, 3, 4)
    verifier = Argon2Secrets(lambda: PEPPER).verifier(PIN)
    assert verifier.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert len(verifier) <= 200, "the column"
    assert Argon2Secrets(lambda: PEPPER).matches(PIN, verifier)


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_matches_is_the_same_secret_however_it_was_typed(secret: str, other: str) -> None:
    checker = quick()
    verifier = checker.verifier(secret)
    assert checker.matches(secret, verifier)
    assert checker.matches(unicodedata.normalize("NFD", secret), verifier)
    same = unicodedata.normalize("NFC", secret) == unicodedata.normalize("NFC", other)
    assert checker.matches(other, verifier) == same


def test_two_verifiers_of_one_secret_differ_and_hold_neither_it_nor_the_pepper() -> None:
    first, second = quick().verifier(PIN), quick().verifier(PIN)
    assert first != second
    assert PIN not in first


def test_without_the_pepper_the_secret_is_not_enough() -> None:
    """Whoever has the table alone searches in vain: the same PIN under another pepper is another secret."""
    assert not quick(bytes(32)).matches(PIN, quick().verifier(PIN))
    assert not quick(bytes(32)).matches(PIN, QUICK.hash(PIN))


@pytest.mark.parametrize(
    "verifier",
    [
        "",
        "kept",
        "$argon2id$",
        "$2b$12$abcdefghijklmnopqrstuv",
        "$argon2i$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$" + "x" * 43,
        "$argon2id$v=19$m=4194304,t=3,p=4$c2FsdHNhbHQ$" + "x" * 43,
        "$argon2id$v=19$m=65536,t=4294967295,p=4$c2FsdHNhbHQ$" + "x" * 43,
        "\x00" * 100,
    ],
)
def test_what_is_no_verifier_or_costs_too_much_matches_nothing(verifier: str) -> None:
    assert not quick().matches(PIN, verifier)


def test_a_verifier_that_keeps_the_machine_busy_is_not_even_tried() -> None:
    """Although the secret is right: whoever writes to the table could stop every sign-in with one."""
    dear = Argon2Secrets(lambda: PEPPER, PasswordHasher(time_cost=9, memory_cost=8, parallelism=1))
    assert not quick().matches(PIN, dear.verifier(PIN))


# -- the pepper -------------------------------------------------------------------------------------------------------


@given(st.binary(min_size=32, max_size=32))
def test_a_pepper_is_written_down_and_typed_again(pepper: bytes) -> None:
    text = pepper_text(pepper)
    assert re.fullmatch(r"([A-Z2-7]{4}-){13}[A-Z2-7]{4}", text)
    assert pepper_of(text) == pepper_of(f" {text.lower().replace('-', ' ')} ") == pepper


@given(st.binary(min_size=32, max_size=32), st.integers(0, 55), st.sampled_from(string.ascii_uppercase + "234567"))
def test_a_slip_of_the_pen_is_found(pepper: bytes, place: int, letter: str) -> None:
    text = pepper_text(pepper).replace("-", "")
    slip = text[:place] + letter + text[place + 1 :]
    if slip != text:
        with pytest.raises(OperationalError) as caught:
            pepper_of(slip)
        assert caught.value.code is ErrorCode.PEPPER_MISSING


@pytest.mark.parametrize(
    "text", ["", "PEPPER", "1" * 56, "é" * 56, pepper_text(PEPPER)[:-1], pepper_text(PEPPER) + "AAAA"]
)
def test_what_is_no_pepper_is_refused(text: str) -> None:
    with pytest.raises(OperationalError) as caught:
        pepper_of(text)
    assert caught.value.code is ErrorCode.PEPPER_MISSING


def test_it_is_read_from_the_keyring_once_it_is_needed(kept: dict[tuple[str, str], str]) -> None:
    checker = argon2_secrets("plant")
    assert not has_pepper("plant")
    with pytest.raises(OperationalError) as caught:
        checker.matches(PIN, "")
    assert (caught.value.code, caught.value.details["problem"]) == (
        ErrorCode.PEPPER_MISSING, "the entry “plant” has none",
    )  # fmt: skip
    store_pepper("plant", PEPPER)
    assert kept["plant", "pepper"] == pepper_text(PEPPER)
    assert has_pepper("plant")
    assert stored_pepper("plant") == PEPPER
    assert checker.matches(PIN, checker.verifier(PIN)), "no restart is needed"


def test_a_machine_without_a_keyring_says_so() -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    try:
        with pytest.raises(OperationalError) as caught:
            stored_pepper("plant")
    finally:
        keyring.set_keyring(before)
    assert caught.value.code is ErrorCode.PEPPER_MISSING


def test_two_peppers_differ() -> None:
    assert new_pepper() != new_pepper()
    assert len(new_pepper()) == 32
