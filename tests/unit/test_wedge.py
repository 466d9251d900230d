"""The rules of a burst, each by its number."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.keystrokes import UNREADABLE, Burst, Fate, Key, KeyKind, Step, gap_ms, text_of
from app.domain.teach_in import RunListener
from app.domain.wedge import MAX_CHARACTERS, BurstRecogniser, BurstRules
from tests.unit.keys import ARROW, ENTER, TAB, heard, scan, typed

CODE = "KSS007317A"


def fresh(**rules) -> BurstRecogniser:
    return BurstRecogniser(BurstRules(**rules))


@pytest.mark.parametrize("every_ms", [0, 5, 20, 50])
def test_b1_keys_within_the_gap_are_one_burst(every_ms: int) -> None:
    assert heard(fresh(), scan(CODE, every_ms=every_ms)) == [CODE]


def test_b1_a_wider_gap_is_typing_by_hand() -> None:
    keys = scan(CODE, every_ms=51)
    assert heard(fresh(), keys) == keys


def test_b1_the_gap_is_a_setting() -> None:
    assert heard(fresh(gap_ms=120), scan(CODE, every_ms=120)) == [CODE]
    keys = scan(CODE, every_ms=50)
    assert heard(fresh(gap_ms=20), keys) == keys


@pytest.mark.parametrize("after", range(4, 11))
def test_b1_after_four_characters_it_may_stutter(after: int) -> None:
    keys = scan(CODE, every_ms=20)
    held_up = [*keys[:after], *(replace(key, at_ms=key.at_ms + 180) for key in keys[after:])]
    assert gap_ms(held_up[after - 1], held_up[after]) == 200
    assert heard(fresh(), held_up) == [CODE]


def test_b1_a_hand_may_not() -> None:
    wedge = fresh()
    for key in typed("abc", 0, 30):
        wedge.feed(key)
    assert wedge.wait_ms == 50
    wedge.feed(typed("d", 90)[0])
    assert wedge.wait_ms == 200


@pytest.mark.parametrize("after", range(4, 11))
@pytest.mark.parametrize("late_ms", [201, 1000])
def test_b11_after_four_characters_of_a_machine_a_whole_second_long(after: int, late_ms: int) -> None:
    keys = scan(CODE, every_ms=20)
    torn = [*keys[:after], *(replace(key, at_ms=key.at_ms + late_ms - 20) for key in keys[after:])]
    assert heard(fresh(), torn) == torn


@pytest.mark.parametrize("after", range(1, 4))
def test_b11_what_may_be_the_second_half_of_a_code_is_no_code(after: int) -> None:
    keys = scan(CODE, every_ms=20)
    torn = [*keys[:after], *(replace(key, at_ms=key.at_ms + 60) for key in keys[after:])]
    assert heard(fresh(), torn) == torn
    apart = [*keys[:after], *(replace(key, at_ms=key.at_ms + 181) for key in keys[after:])]
    assert heard(fresh(), apart) == [*apart[:after], CODE[after:]]


def test_b11_somebody_who_types_gets_the_keys_at_once() -> None:
    wedge = fresh()
    fates = [wedge.feed(key).fate for key in typed("Budi", 0, 120, ENTER)]
    assert fates == [Fate.HELD, *[Fate.TYPED] * 4]


def test_b1_stamps_may_start_over() -> None:
    keys = [replace(key, at_ms=key.at_ms % 2**32) for key in scan(CODE, at_ms=2**32 - 20)]
    assert keys[0].at_ms > keys[-1].at_ms
    assert heard(fresh(), keys) == [CODE]


def test_b1_what_was_held_before_the_gap_comes_out_before_what_follows() -> None:
    keys = [*typed("ab", 0, 30), *scan(CODE, 300)]
    assert heard(fresh(), keys) == [*keys[:2], CODE]


def test_b2_128_characters_are_a_burst_and_one_more_is_not() -> None:
    longest = "X" * MAX_CHARACTERS
    assert heard(fresh(), scan(longest)) == [longest]
    keys = scan(longest + "Y")
    assert heard(fresh(), keys) == keys


def test_b2_a_run_longer_than_a_second_is_no_burst_and_neither_is_its_rest() -> None:
    assert heard(fresh(), scan("X" * 20, every_ms=50)) == ["X" * 20]
    keys = scan("X" * 30, every_ms=50)
    assert heard(fresh(), keys) == keys


def test_b2_a_slow_scanner_has_as_many_keys() -> None:
    assert heard(fresh(gap_ms=250), scan("X" * 20, every_ms=250)) == ["X" * 20]
    keys = scan("X" * 21, every_ms=250)
    assert heard(fresh(gap_ms=250), keys) == keys


@pytest.mark.parametrize("text", ["", "A", "AB", "ABC"])
def test_b3_fewer_than_four_characters_are_typing(text: str) -> None:
    keys = scan(text)
    assert heard(fresh(), keys) == keys
    assert heard(fresh(), scan("ABCD")) == ["ABCD"]


def test_b3_without_its_terminator_it_is_typing() -> None:
    keys = typed(CODE)
    assert heard(fresh(), keys) == keys
    late = [*keys, Key(ENTER, at_ms=keys[-1].at_ms + 201)]
    assert heard(fresh(), late) == late


def test_b3_the_terminator_is_a_setting() -> None:
    with_tab = typed(CODE, 0, 5, TAB)
    assert heard(fresh(terminator=TAB), with_tab) == [CODE]
    assert heard(fresh(), with_tab) == with_tab
    assert heard(fresh(terminator=TAB), scan(CODE)) == scan(CODE)


def test_b3_an_end_alone_is_a_hands_and_starts_no_run() -> None:
    keys = [Key(ENTER, at_ms=0), *scan(CODE, 10)]
    assert heard(fresh(), keys) == [keys[0], CODE]
    assert fresh().feed(Key(ENTER)) == Step(Fate.TYPED)


def test_b4_a_key_that_stays_alone_is_given_back_when_the_gap_has_passed() -> None:
    wedge = fresh()
    key = typed("a")[0]
    assert wedge.feed(key) == Step(Fate.HELD)
    assert wedge.gap_passed() == Step(given_back=(key,))
    assert wedge.gap_passed() == Step()


def test_b4_after_a_hold_given_back_too_early_the_rest_of_a_code_is_no_code() -> None:
    wedge = fresh()
    keys = scan(CODE)
    for key in keys[:3]:
        wedge.feed(key)
    assert wedge.gap_passed().given_back == tuple(keys[:3])
    assert heard(wedge, keys[3:]) == keys[3:]
    assert heard(wedge, scan(CODE, 1000)) == [CODE]


def test_b5_control_characters_are_no_part_of_a_code_and_a_dead_key_makes_it_unreadable() -> None:
    keys = typed("AB\x1dCD\u00b4E", 0, 5, ENTER)
    keys[2] = replace(keys[2], kind=KeyKind.CONTROL)
    keys[5] = replace(keys[5], text=UNREADABLE)
    assert heard(fresh(), keys) == [f"ABCD{UNREADABLE}E"]


def test_b6_a_control_key_alone_is_a_shortcut() -> None:
    key = Key(KeyKind.CONTROL, "\x03")
    assert fresh().feed(key) == Step(Fate.TYPED)
    assert not fresh().claims(key)


def test_b6_a_key_held_down_is_never_a_burst() -> None:
    keys = [replace(key, auto_repeat=place > 0) for place, key in enumerate(typed("aaaaaaaa", 0, 30))]
    keys.append(Key(ENTER, at_ms=keys[-1].at_ms + 30))
    assert heard(fresh(), keys) == keys


def test_b6_a_double_letter_that_came_too_soon_for_a_repeat_is_one() -> None:
    keys = [replace(key, auto_repeat=place in (2, 4)) for place, key in enumerate(scan("KSS007317A"))]
    assert heard(fresh(), keys) == [CODE]
    assert heard(RunListener(), keys) == [CODE]


def test_b6_an_arrow_inside_ends_it_and_the_second_half_is_no_code() -> None:
    keys = [*typed("KSS00", 0), Key(ARROW, at_ms=25), *scan("7317A", 30)]
    assert heard(fresh(), keys) == keys


def test_b6_an_arrow_before_it_does_not_matter() -> None:
    keys = [Key(ARROW, at_ms=0), *scan(CODE, 5)]
    assert heard(fresh(), keys) == [keys[0], CODE]


@pytest.mark.parametrize(("text", "end"), [("A", ENTER), ("ABC", ENTER), (CODE, TAB), ("X" * 140, ENTER)])
def test_b7_an_end_inside_the_gap_of_what_is_no_burst_is_doubtful(text: str, end: KeyKind) -> None:
    wedge = fresh()
    *before, last = typed(text, 0, 5, end)
    for key in before:
        wedge.feed(key)
    assert wedge.feed(last).fate is Fate.DOUBTFUL


def test_b7_an_end_that_stutters_is_doubtful_too() -> None:
    wedge = fresh(terminator=TAB)
    for key in typed(CODE):
        wedge.feed(key)
    assert wedge.feed(Key(ENTER, at_ms=200)).fate is Fate.DOUBTFUL


def test_b7_an_end_after_the_gap_is_not() -> None:
    wedge = fresh()
    wedge.feed(typed("a")[0])
    step = wedge.feed(Key(ENTER, at_ms=51))
    assert (step.fate, len(step.given_back)) == (Fate.TYPED, 1)


def test_b8_a_second_end_belongs_to_the_burst_before() -> None:
    assert heard(fresh(), typed(CODE, 0, 5, ENTER, ENTER, TAB)) == [CODE]
    by_hand = Key(ENTER, at_ms=1000)
    assert heard(fresh(), [*scan(CODE), by_hand]) == [CODE, by_hand]


def test_b8_two_codes_at_once_are_two() -> None:
    assert heard(fresh(), [*scan("CODE-1"), *scan("CODE-2", 35)]) == ["CODE-1", "CODE-2"]


@pytest.mark.parametrize(
    ("sent", "text"),
    [("]C1" + CODE + "#", CODE), (CODE, CODE), ("]c1" + CODE, CODE), ("]C1#", "]C1#"), ("]C1]C1A", "]C1A")],
)
def test_b9_prefix_and_suffix_are_taken_off_once(sent: str, text: str) -> None:
    assert heard(fresh(prefix="]C1", suffix="#"), scan(sent)) == [text]


def test_h5_a_run_is_told_with_all_its_keys() -> None:
    listener = RunListener()
    keys = [*typed("~" + CODE, 0, 150, ENTER, TAB)]
    for key in keys:
        assert listener.feed(key) == Step(Fate.HELD)
    burst = listener.gap_passed().burst
    assert burst is not None
    assert burst.keys == tuple(keys)


def test_h5_the_next_run_tells_the_one_before() -> None:
    assert heard(RunListener(), [*scan("CODE-1"), *scan("CODE-2", 2000)]) == ["CODE-1", "CODE-2"]


def test_h5_what_is_typed_by_hand_is_given_back() -> None:
    keys = [
        *typed("abc", 0, 100),
        Key(ENTER, at_ms=1000),
        Key(ARROW, at_ms=1100),
        *typed("d", 1200),
        Key(ENTER, at_ms=9000),
    ]
    assert heard(RunListener(), keys) == keys


def test_h5_a_key_held_down_and_an_arrow_end_a_run() -> None:
    keys = [*typed("ab"), Key(ARROW, at_ms=20), *typed("cd", 25)]
    assert heard(RunListener(), keys) == keys


@pytest.mark.parametrize("make", [fresh, RunListener])
def test_a_claim_says_what_feed_will_do_and_changes_nothing(make) -> None:
    listener = make()
    for key in [*typed("abc", 0, 30, ENTER), Key(ARROW, at_ms=500), *scan(CODE, 600), Key(ENTER, at_ms=660)]:
        claims = {listener.claims(key), listener.claims(key)}
        assert claims == {listener.feed(key).fate in (Fate.HELD, Fate.TAKEN)}


# -- any mixture ------------------------------------------------------------------------------------------------------

CHARACTERS = st.sampled_from("AZ09-._/a")


@st.composite
def bursts(draw) -> list[Key]:
    text = draw(st.text(CHARACTERS, min_size=4, max_size=40))
    every_ms = draw(st.integers(0, min(50, 1000 // len(text))))
    return typed(text, 0, every_ms, ENTER)


@st.composite
def typing(draw) -> list[Key]:
    """A hand: at most three keys at once, any key, keys held down."""
    keys: list[Key] = []
    at_ms = 0
    for _ in range(draw(st.integers(1, 6))):
        for _ in range(draw(st.integers(1, 3))):
            kind = draw(st.sampled_from([KeyKind.CHARACTER] * 3 + [ENTER, TAB, ARROW, KeyKind.CONTROL]))
            text = draw(CHARACTERS) if kind is KeyKind.CHARACTER else ""
            keys.append(Key(kind, text, at_ms, auto_repeat=draw(st.integers(0, 9)) == 0))
            at_ms += draw(st.integers(0, 50))
        at_ms += draw(st.integers(51, 400))
    return keys


def joined(pieces: list[list[Key]], pause_ms: int, at_ms: int = 0) -> list[list[Key]]:
    """One after the other, further apart than a stutter."""
    moved: list[list[Key]] = []
    for piece in pieces:
        moved.append([replace(key, at_ms=key.at_ms + at_ms) for key in piece])
        at_ms = moved[-1][-1].at_ms + pause_ms
    return moved


@given(st.lists(st.one_of(bursts(), typing()), max_size=6), st.integers(201, 3000))
def test_any_mixture_comes_out_once_and_in_order(pieces: list[list[Key]], pause_ms: int) -> None:
    mixed = joined(pieces, pause_ms)
    expected: list[Key | str] = []
    for original, piece in zip(pieces, mixed, strict=True):
        is_burst = piece[-1].kind is ENTER and len(piece) > 4 and all(k.kind is KeyKind.CHARACTER for k in piece[:-1])
        expected += [text_of(piece)] if is_burst and max(gap_ms(a, b) for a, b in pairwise(original)) <= 50 else piece
    assert heard(fresh(), [key for piece in mixed for key in piece]) == expected


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*[KeyKind.CHARACTER] * 6, *KeyKind]),
            CHARACTERS,
            st.one_of(st.integers(0, 60), st.integers(0, 300)),
            st.booleans(),
        ),
        max_size=60,
    )
)
def test_whatever_is_typed_and_whenever_a_hold_ends_no_key_is_lost_or_doubled(drawn) -> None:
    wedge, at_ms = fresh(), 0
    out: list[Key] = []
    told: list[Burst] = []
    went_in: list[Key] = []
    for kind, text, after_ms, silence in drawn:
        at_ms += after_ms
        key = Key(kind, text if kind is KeyKind.CHARACTER else "", at_ms)
        went_in.append(key)
        step = wedge.feed(key)
        out += step.given_back
        out += step.burst.keys if step.burst is not None else [key] if step.fate is not Fate.HELD else []
        told += [step.burst] if step.burst is not None else []
        out += wedge.gap_passed().given_back if silence else ()
    assert [*out, *wedge.gap_passed().given_back] == went_in
    for burst in told:
        gaps = [gap_ms(a, b) for a, b in pairwise(burst.keys)]
        assert len(burst.text) >= 4
        assert burst.keys[-1].kind is ENTER
        assert max(gaps[:3]) <= 50
        assert max(gaps) <= 200
        before = went_in[: went_in.index(burst.keys[0])]
        assert not before or gap_ms(before[-1], burst.keys[0]) > 200 or before[-1].kind is not KeyKind.CHARACTER
