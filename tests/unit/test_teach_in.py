"""The teach-in of a wedge scanner, and the warnings that come of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.command import is_command, parse_command
from app.domain.keyboard_watch import CapsAndLayoutWatch, KeyboardSuspicion
from app.domain.keystrokes import UNREADABLE, Burst, Key, KeyKind, text_of
from app.domain.teach_in import CODES, Learnt, TeachIn, TeachInRefusal, allowed_gap_ms, learn
from app.domain.wedge import BurstRecogniser
from tests.unit.keys import ENTER, TAB, heard, scan, typed

GERMAN = str.maketrans("YZ-/_", "ZYß-?")
FRENCH = str.maketrans("QAZWM.-/_0123456789", "AQWZ?:)!°à&é\"'(§è_ç")


def runs(change=lambda text: text, before="", after="", every_ms=5, ends=(ENTER,)) -> list[tuple[Key, ...]]:
    return [tuple(typed(before + change(code) + after, 0, every_ms, *ends)) for code in CODES]


def burst(keys) -> Burst:
    return Burst(text_of(keys), tuple(keys))


def test_the_codes_hold_what_codes_differ_in_and_are_no_command() -> None:
    assert set("0123456789YZQWAM-./_") <= set("".join(CODES))
    assert all(is_command(code) and parse_command(code) is None for code in CODES)


def test_a_plain_scanner() -> None:
    assert learn(runs()) == Learnt(slowest_ms=5)


@pytest.mark.parametrize(("before", "after"), [("]C1", ""), ("", "#"), ("~~", "!1"), ("CSIG", "N.")])
def test_h1_prefix_suffix_and_terminator(before: str, after: str) -> None:
    learnt = learn(runs(before=before, after=after, ends=(TAB,)))
    assert learnt == Learnt(before, after, TAB, slowest_ms=5)
    assert heard(BurstRecogniser(learnt.rules), typed(before + "KSS007317A" + after, 0, 5, TAB)) == ["KSS007317A"]


def test_h1_carriage_return_and_line_feed_are_one_end() -> None:
    assert learn(runs(ends=(ENTER, ENTER))) == Learnt(slowest_ms=5)


@pytest.mark.parametrize(
    ("slowest_ms", "allowed_ms"), [(0, 50), (5, 50), (20, 50), (21, 60), (50, 110), (120, 250), (121, None)]
)
def test_h2_the_gap_has_head_room(slowest_ms: int, allowed_ms: int | None) -> None:
    assert allowed_gap_ms(slowest_ms) == allowed_ms
    learnt = learn(runs(every_ms=slowest_ms))
    assert (learnt.burst_gap_ms if isinstance(learnt, Learnt) else None) == allowed_ms


def test_h2_the_gap_before_the_terminator_counts() -> None:
    run = typed(CODES[0])
    late = (*run, Key(ENTER, at_ms=run[-1].at_ms + 60))
    learnt = learn([late])
    assert isinstance(learnt, Learnt)
    assert learnt.slowest_ms == 60


def test_h3_caps_lock() -> None:
    assert learn(runs(str.swapcase)) == Learnt(caps_lock=True, slowest_ms=5)


@pytest.mark.parametrize("layout", [GERMAN, FRENCH])
@pytest.mark.parametrize("caps", [False, True])
def test_h4_a_foreign_layout(layout: dict[int, int], caps: bool) -> None:
    def arrives(text: str) -> str:
        there = text.translate(layout)
        return "".join(c.swapcase() if c.isascii() else c for c in there) if caps else there

    learnt = learn(runs(arrives))
    assert isinstance(learnt, Learnt)
    assert learnt.caps_lock is caps
    assert learnt.wrong == {chr(a): chr(b) for a, b in layout.items() if a != b}


def test_h4_a_dead_key_is_one_of_its_differences() -> None:
    learnt = learn(runs(lambda text: text.replace("-", UNREADABLE)))
    assert isinstance(learnt, Learnt)
    assert learnt.wrong == {"-": UNREADABLE}


@pytest.mark.parametrize(
    ("second", "refusal"),
    [
        (scan(CODES[0]), TeachInRefusal.NOT_THIS_CODE),
        (scan("LBL-2609-00017"), TeachInRefusal.NOT_THIS_CODE),
        (scan("CSIGN.CONFIRM"), TeachInRefusal.NOT_THIS_CODE),
        (scan("CSIGN."), TeachInRefusal.NOT_THIS_CODE),
        ([*scan(CODES[1]), *scan(CODES[1], 200)], TeachInRefusal.NOT_THIS_CODE),
        (scan(CODES[1][:-2]), TeachInRefusal.GARBLED),
        (scan(CODES[1].replace(".", ":")), TeachInRefusal.GARBLED),
        (typed(CODES[1]), TeachInRefusal.NO_TERMINATOR),
        (scan(CODES[1], every_ms=160), TeachInRefusal.TOO_SLOW),
        (scan("]C1" + CODES[1]), TeachInRefusal.CHANGING),
        (typed(CODES[1], 0, 5, TAB), TeachInRefusal.CHANGING),
        (scan("X" * 17 + CODES[1]), TeachInRefusal.CHANGING),
    ],
)
def test_a_refusal_says_why_and_the_same_code_is_asked_again(second: list[Key], refusal: TeachInRefusal) -> None:
    first = TeachIn().hear(burst(scan(CODES[0])))
    refused = first.hear(burst(second))
    assert (refused.refusal, refused.code) == (refusal, CODES[1])
    again = refused.hear(burst(scan(CODES[1])))
    assert (again.refusal, again.code) == (None, CODES[2])


def test_it_is_over_after_the_fourth() -> None:
    teaching = TeachIn()
    for code in CODES:
        assert teaching.code == code
        assert teaching.learnt is None
        teaching = teaching.hear(burst(scan(code)))
    assert teaching.code is None
    assert teaching.learnt == Learnt(slowest_ms=5)
    assert teaching.hear(burst(scan("LBL-1"))) is teaching


@given(
    st.text(max_size=40), st.text(max_size=6), st.integers(0, 300), st.lists(st.sampled_from([ENTER, TAB]), max_size=3)
)
def test_whatever_is_typed_it_is_understood_or_refused(
    text: str, after: str, every_ms: int, ends: list[KeyKind]
) -> None:
    teaching = TeachIn().hear(burst(typed(text, 0, every_ms, *ends)))
    assert len(teaching.runs) == 0
    assert teaching.refusal is TeachInRefusal.NOT_THIS_CODE
    framed = TeachIn().hear(burst(typed(text + CODES[0] + after, 0, every_ms, *ends)))
    assert (framed.refusal is None) == (len(framed.runs) == 1)


# -- the watch --------------------------------------------------------------------------------------------------------


def suspicions(text: str, wrong=None, turned=False):
    keys = scan(text)
    if turned:
        keys = [replace(key, text=key.text.swapcase()) for key in keys]
    return CapsAndLayoutWatch(wrong or {}).suspicions(burst(keys))


def test_y1_small_letters_with_shift_are_caps_lock() -> None:
    assert suspicions("KSS007317A", turned=True) == (KeyboardSuspicion.CAPS_LOCK,)
    assert suspicions("KSS007317A") == ()
    assert suspicions("kss007317a") == ()
    assert suspicions("007317", turned=True) == ()


@pytest.mark.parametrize("text", ["LBLß2609", "OP)7", "LBL'2609", "Z?CV01", "ÀÉ123", f"LBL{UNREADABLE}1"])
def test_y2_what_no_code_holds_is_a_foreign_layout(text: str) -> None:
    assert suspicions(text) == (KeyboardSuspicion.FOREIGN_LAYOUT,)


@pytest.mark.parametrize(
    "text", ["LBL-2609-00017", "Z-CV01-D26RXXX_C03N/NL.DG00", "https://example.com/?a=1", "QTY 12"]
)
def test_y2_what_codes_hold_is_none(text: str) -> None:
    assert suspicions(text) == ()


def test_y2_after_a_teach_in_on_a_foreign_layout_its_characters_are_known() -> None:
    learnt = learn(runs(lambda text: text.translate(GERMAN)))
    assert isinstance(learnt, Learnt)
    assert suspicions("KZS1", learnt.wrong) == (KeyboardSuspicion.FOREIGN_LAYOUT,)
    assert suspicions("KSS1", learnt.wrong) == ()
