"""Who changes settings, and when the wizard comes by itself."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.use_cases.administration import ReadOnly, first_run, may_change_settings, read_only_reason

BADGES = st.text("ABCop-7", min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("operator", "admins", "writable", "reason"),
    [
        ("", "", True, None),
        ("OP-7", "", True, None),
        ("OP-7", " , ,", True, None),
        ("OP-7", "", False, ReadOnly.FILE_LOCKED),
        ("OP-7", "OP-1, op-7", True, None),
        ("OP-8", "OP-1, OP-7", True, ReadOnly.NOT_AN_ADMIN),
        ("", "OP-1", True, ReadOnly.NOT_AN_ADMIN),
        ("OP-1", "OP-1", False, ReadOnly.FILE_LOCKED),
        ("OP", "OP-1", True, ReadOnly.NOT_AN_ADMIN),
    ],
)
def test_m1_only_admins_change_settings_and_only_in_a_file_that_can_be_written(
    operator: str, admins: str, writable: bool, reason: ReadOnly | None
) -> None:
    assert read_only_reason(operator, admins, file_writable=writable) is reason
    assert may_change_settings(operator, admins, writable) is (reason is None)


@given(st.lists(BADGES, min_size=1), BADGES)
def test_m1_whoever_is_named_may_and_nobody_else(admins: list[str], operator: str) -> None:
    named = {badge.casefold() for badge in admins}
    assert may_change_settings(operator, ", ".join(admins), True) is (operator.casefold() in named)


@pytest.mark.parametrize(("exists", "writable", "overridden", "watched"), list(product([True, False], repeat=4)))
def test_m2_the_wizard_comes_by_itself_only_at_a_first_start_that_somebody_sees(
    exists: bool, writable: bool, overridden: bool, watched: bool
) -> None:
    shown = first_run(file_exists=exists, file_writable=writable, overridden=overridden, watched=watched)
    assert shown is ((exists, writable, overridden, watched) == (False, True, False, True))
