"""Text from outside on the screen: as text, on one line, in the order in which it was written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.hostile_text import hostile_texts
from ui.theme.plain_text import shown

_FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def harmless(text: str) -> bool:
    return all(each in "\u200c\u200d" or unicodedata.category(each) not in _FORBIDDEN for each in text)


def test_there_are_five_hundred_texts_all_different() -> None:
    assert len(set(hostile_texts())) == 500


def test_x8_no_hostile_text_holds_anything_but_text_once_it_is_shown() -> None:
    for text in hostile_texts():
        assert harmless(shown(text))
        assert len(shown(text)) <= 200
    assert not all(harmless(text) for text in hostile_texts())


@given(st.text(max_size=500), st.integers(5, 300))
def test_x8_whatever_it_is_it_stays_within_its_room(text: str, at_most: int) -> None:
    assert len(shown(text, at_most)) <= at_most
    assert harmless(shown(text, at_most))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("KSS007317A", "KSS007317A"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("=1+1", "=1+1"),
        ("a\tb\n c", "a b c"),
        ("OP-1\u202e71-PO", "OP-1\ufffd71-PO"),
        ("a\x00b", "a\ufffdb"),
        ("漢字 Сари", "漢字 Сари"),
    ],
)
def test_x8_what_is_harmless_stands_as_it_was_written(text: str, seen: str) -> None:
    assert shown(text) == seen


def test_x8_what_is_cut_says_so() -> None:
    assert shown("x" * 201).endswith("…")
    assert shown("x" * 200) == "x" * 200
