"""Which licences a program that is handed to customers may contain. By the rules' numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.licence import ALLOWED, BOOTLOADER, PERMISSIVE, SOURCE_OWED, owes_source, taken

REFUSED = [
    "AGPL-3.0-only",
    "AGPL-3.0-or-later",
    "GPL-2.0-only",
    "GPL-3.0-or-later",
    "SSPL-1.0",
    "LGPL-3.0",
    "Proprietary",
]
allowed = st.sampled_from(sorted(ALLOWED))
refused = st.sampled_from(REFUSED)


@st.composite
def expressions(draw: st.DrawFn, depth: int = 3) -> tuple[str, bool]:
    """An expression, and whether it may be handed on by a reading of its own."""
    if depth == 0 or draw(st.booleans()):
        fine = draw(st.booleans())
        return draw(allowed if fine else refused), fine
    parts = draw(st.lists(expressions(depth - 1), min_size=2, max_size=3))
    word = draw(st.sampled_from(["AND", "OR"]))
    fine = (all if word == "AND" else any)(each for _, each in parts)
    return f"({f' {word} '.join(text for text, _ in parts)})", fine


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("MIT", "MIT"),
        ("Apache-2.0 OR BSD-3-Clause", "Apache-2.0"),
        ("GPL-3.0-only OR MIT", "MIT"),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", "LGPL-3.0-only"),
        ("BSD-3-Clause AND 0BSD AND MIT", "BSD-3-Clause AND 0BSD AND MIT"),
        ("MIT AND (GPL-3.0-only OR Zlib)", "MIT AND Zlib"),
        ("MIT AND GPL-3.0-only OR Zlib", "Zlib"),
        (BOOTLOADER, BOOTLOADER),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    ],
)
def test_li1_what_a_licence_is_taken_under(expression: str, expected: str) -> None:
    assert taken(expression) == expected


@pytest.mark.parametrize(
    "expression",
    [*REFUSED, "MIT AND AGPL-3.0-only", "GPL-2.0-only OR GPL-3.0-only", "GPL-2.0-or-later", "GPL-3.0-or-later",
     "MIT WITH Bootloader-exception", "GPL-2.0-only WITH Bootloader-exception"],
)  # fmt: skip
def test_li1_what_is_not_on_the_list_is_refused(expression: str) -> None:
    assert taken(expression) == ""


@pytest.mark.parametrize(
    "words", ["", "MIT License", "AND", "(MIT", "MIT)", "MIT AND", "MIT OR OR Zlib", "3-Clause BSD"]
)
def test_li1_what_is_no_expression_is_an_error_and_never_passes(words: str) -> None:
    with pytest.raises(ValueError, match="no SPDX licence expression"):
        taken(words)


@given(expressions())
def test_li1_an_expression_passes_when_and_only_when_its_parts_do(given_: tuple[str, bool]) -> None:
    expression, fine = given_
    found = taken(expression)
    assert bool(found) is fine
    assert not found or all(part in ALLOWED for part in found.split(" AND "))


@given(st.lists(allowed, max_size=3), refused)
def test_li1_one_refused_part_refuses_the_whole(fine: list[str], bad: str) -> None:
    assert taken(" AND ".join([*fine, bad])) == ""
    assert taken(" OR ".join([bad, *fine])) == (fine[0] if fine else "")


@pytest.mark.parametrize("licence", sorted(SOURCE_OWED))
def test_li2_these_owe_their_source(licence: str) -> None:
    assert owes_source(f"MIT AND {licence}")
    assert not owes_source(f"MIT OR {licence}")


@pytest.mark.parametrize("licence", sorted(PERMISSIVE | {BOOTLOADER}))
def test_li2_these_do_not(licence: str) -> None:
    assert not owes_source(licence)
