"""What counts as one scan, whatever read it."""

from app.domain.scans import Bounces


def test_r1_the_same_code_within_300_ms_is_one_scan() -> None:
    bounces = Bounces()
    assert not bounces.is_bounce("L1", 10.0)
    assert bounces.is_bounce("L1", 10.25)
    assert bounces.is_bounce("L1", 10.54)
    assert not bounces.is_bounce("L1", 10.86)


def test_r1_another_code_between_does_not_matter() -> None:
    bounces = Bounces()
    assert [bounces.is_bounce(code, at_s) for code, at_s in (("L1", 1.0), ("L2", 1.1), ("L1", 1.2))] == [
        False,
        False,
        True,
    ]


def test_r1_a_source_may_be_late() -> None:
    bounces = Bounces()
    assert not bounces.is_bounce("L1", 5.0)
    assert bounces.is_bounce("L1", 4.8)
    assert bounces.is_bounce("L1", 5.25)
    assert not bounces.is_bounce("L1", 4.0)


def test_it_forgets_what_is_over() -> None:
    bounces = Bounces()
    for number in range(1000):
        bounces.is_bounce(f"L{number}", float(number))
    assert len(bounces._last_s) == 1
