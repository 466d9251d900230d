"""What a reading of the stamp says of a part: rules W1 to W3."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.detection import FrameStamp
from app.domain.part_number import PartNumber, canonical_part_number
from app.domain.stamp import MIN_READING_CONFIDENCE, StampReading, StampSays, stamp_says
from services.synthetic.parts import CLASS_LABELS

PART = PartNumber("Z-CV01-D26RXXX-C03N-NL-DG00")
KNOWN = st.sampled_from([canonical_part_number(label) for label in CLASS_LABELS])
BUILT = st.from_regex(r"[WZ]-CV[0-9]{2}-[BD][0-9]{2}[LR][A-Z]{3}-[A-D][0-9]{2}N-NL-D[A-Z][0-9]{2}", fullmatch=True)
PARTS = KNOWN | BUILT.map(PartNumber)
CERTAIN = st.floats(MIN_READING_CONFIDENCE, 1.0)


def a_reading(text: str, confidence: float = 0.99) -> StampReading:
    return StampReading(1, FrameStamp(1, 0.0, 1), text, confidence)


def stamped(part: PartNumber) -> str:
    """The two lines as they are moulded, joined as a reader joins them."""
    return "-".join(part.segments[:3]) + " " + "-".join(part.segments[3:])


def mirrored(part: PartNumber) -> PartNumber:
    """The same cover with the terminals the other way round."""
    segments = list(part.segments)
    size = segments[2]
    segments[2] = size[:3] + {"L": "R", "R": "L"}[size[3]] + size[4:]
    return PartNumber("-".join(segments))


@settings(deadline=None)
@given(PARTS, st.floats(0.0, MIN_READING_CONFIDENCE, exclude_max=True))
def test_w1_an_uncertain_reading_says_nothing(part: PartNumber, confidence: float) -> None:
    assert stamp_says(a_reading(stamped(part), confidence), part) is StampSays.NOTHING
    assert stamp_says(a_reading(stamped(mirrored(part)), confidence), part) is StampSays.NOTHING


@pytest.mark.parametrize("text", ["", "Z-CV01", "C03N-NL-DG00", "D26", "D2RXXX", "+ 0-0 000000"])
def test_w1_without_a_size_and_side_it_says_nothing(text: str) -> None:
    assert stamp_says(a_reading(text), PART) is StampSays.NOTHING


def test_w1_no_reading_says_nothing() -> None:
    assert stamp_says(None, PART) is StampSays.NOTHING


def test_w1_two_sizes_say_nothing() -> None:
    assert stamp_says(a_reading("Z-CV01-D26RXXX Z-CV01-D26LXXX"), PART) is StampSays.NOTHING


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Z-CV01-D26LXXX C03N-NL-DG00", id="side"),
        pytest.param("Z-CV01-D31RXXX C03N-NL-DG00", id="size"),
        pytest.param("Z-CV01-D26RSXX C03N-NL-DG00", id="variant"),
        pytest.param("Z-CV01-D26RXXX C01N-NL-DG00", id="type code"),
        pytest.param("Z-CV01-D26RXXX C03N-NL-DK00", id="finish"),
    ],
)
def test_w2_another_one_contradicts(text: str) -> None:
    assert stamp_says(a_reading(text), PART) is StampSays.CONTRADICTS


@settings(deadline=None)
@given(PARTS, CERTAIN)
def test_w2_the_mirrored_twin_always_contradicts(part: PartNumber, confidence: float) -> None:
    assert stamp_says(a_reading(stamped(mirrored(part)), confidence), part) is StampSays.CONTRADICTS


@pytest.mark.parametrize(
    "text",
    ["2-CV01-D26RXXX CO3N-NL-DGOO", "Z-CV0I-DZ6RXXX CQ3N-NL-DG00", "z-cv01-d26rxxx c03n-nl-dg00"],
)
def test_w2_characters_that_look_alike_are_no_difference(text: str) -> None:
    assert stamp_says(a_reading(text), PART) is StampSays.AGREES


@settings(deadline=None)
@given(PARTS, CERTAIN)
def test_w3_a_part_agrees_with_its_own_stamp(part: PartNumber, confidence: float) -> None:
    assert stamp_says(a_reading(stamped(part), confidence), part) is StampSays.AGREES


@pytest.mark.parametrize("text", ["D26RX", "D26RXX", "CV01-D26RXXX", "Z-CV01-026RXXX NL"])
def test_w3_the_size_and_side_alone_agree(text: str) -> None:
    assert stamp_says(a_reading(text), PART) is StampSays.AGREES


@settings(deadline=None)
@given(st.text("0123456789BCDGLNOQRSVXZ- +", max_size=40), KNOWN, CERTAIN)
def test_rubbish_never_agrees_with_both_sides(text: str, part: PartNumber, confidence: float) -> None:
    says = {stamp_says(a_reading(text, confidence), one) for one in (part, mirrored(part))}
    assert says != {StampSays.AGREES}


@settings(deadline=None)
@given(KNOWN, st.text("0123456789BCDGNOQSVXZ- +", max_size=20), st.text("0123456789BCDGNOQSVXZ- +", max_size=20))
def test_rubbish_around_a_stamp_never_makes_it_agree_with_the_other_side(
    part: PartNumber, before: str, after: str
) -> None:
    text = f"{before} {stamped(part)} {after}"
    assert stamp_says(a_reading(text), mirrored(part)) is not StampSays.AGREES


@pytest.mark.parametrize("text", ["D26R", "C03L", "C03L NL DG00", "DQOR DG00"])
def test_w1_a_word_much_shorter_than_the_size_segment_or_without_a_digit_says_nothing(text: str) -> None:
    assert stamp_says(a_reading(text), PART) is StampSays.NOTHING


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("D26RXXX C03N-NL-DG00", StampSays.AGREES),
        ("D26RXXX CO3N-NL-DGOO", StampSays.AGREES),
        ("D26RXXX C03N-NL-DQ00", StampSays.CONTRADICTS),
        ("D26RXXX D03N-NL-DG00", StampSays.CONTRADICTS),
    ],
)
def test_w2_two_letters_are_never_alike_and_a_digit_may_be_a_letter(text: str, says: StampSays) -> None:
    assert stamp_says(a_reading(text), PART) is says
