"""Aliases as CSV: exact both ways whatever a cell holds, no formula for a spreadsheet, and a bad row refuses all."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.alias import Alias, AliasKey, AliasStatus
from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.domain.part_number import PartNumber, canonical_part_number
from services.aliases.csv_file import COLUMNS, csv_of, read_aliases, write_aliases

AT = "2026-09-14T07:30:15+00:00"
GOOD = ["covers", "1", "W_CV01_D26RXXX_C03N_NL_DG00", "Z-CV02-D26LXXX-C03N-NL-DG00", "approved", "Sari", AT, "seen"]
FORMULA = "=+-@\t\r\n＝＋－＠"


def act(text: str, part: str = "Z-CV02", status: AliasStatus = AliasStatus.APPROVED) -> Alias:
    return Alias(AliasKey(ModelIdentity("covers", "1"), text), PartNumber(part), status, text, AT, text)


def hostile(most: int) -> st.SearchStrategy[str]:
    """Texts that a spreadsheet, a CSV reader or an apostrophe might trip over."""
    pieces = st.sampled_from(
        ["'", "''", '"', '""', ",", ";", "\r", "\n", "\r\n", "\ufeff", "\0", "\x85", "\u2028", " "]
    )
    odd = st.lists(st.one_of(pieces, st.sampled_from(FORMULA), st.text(max_size=4)), max_size=12).map("".join)
    return odd.filter(lambda text: text.strip() and len(text) <= most)


def written(folder: Path, *rows: list[str], header: str = ",".join(COLUMNS), bom: bool = False) -> Path:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    path = folder / "aliases.csv"
    path.write_bytes(b"\xef\xbb\xbf" * bom + f"{header}\r\n{out.getvalue()}".encode())
    return path


def problem(path: Path) -> str:
    with pytest.raises(OperationalError) as caught:
        read_aliases(path)
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
    assert caught.value.details["path"] == str(path)
    return str(caught.value.details["problem"])


@settings(max_examples=500, deadline=None)
@given(
    hostile(60),
    hostile(100),
    hostile(100).map(canonical_part_number).filter(lambda part: part.text and len(part.text) <= 100),
    hostile(500),
    st.sampled_from(AliasStatus),
)
@example("1", "'=x", PartNumber("=1+1"), "''@x", AliasStatus.APPROVED)
def test_hostile_strings_come_back_exactly(
    version: str, text: str, part: PartNumber, reason: str, status: AliasStatus
) -> None:
    key = AliasKey(ModelIdentity(text, version), text)
    acts = (Alias(key, part, status, text, AT, reason), act("plain"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "aliases.csv"
        write_aliases(path, acts)
        assert read_aliases(path) == acts


@settings(max_examples=500, deadline=None)
@given(hostile(100))
def test_no_cell_is_a_formula_to_a_spreadsheet(text: str) -> None:
    for row in csv.reader(io.StringIO(csv_of([act(text)]), newline=""), strict=True):
        assert len(row) == len(COLUMNS)
        assert not any(cell.startswith(tuple(FORMULA)) for cell in row)


@pytest.mark.parametrize("sign", FORMULA)
def test_an_apostrophe_is_put_before_a_formula(sign: str) -> None:
    assert f'"\'{sign}1"' in csv_of([act(f"{sign}1")])


def test_the_file_says_what_its_columns_are() -> None:
    assert csv_of([]) == "model_name,model_version,label,part_number,status,by,at,reason\r\n"


@pytest.mark.parametrize("bom", [False, True])
def test_a_file_from_a_spreadsheet_is_read(tmp_path: Path, bom: bool) -> None:
    (found,) = read_aliases(written(tmp_path, GOOD, [], bom=bom))
    assert (found.key, found.status) == (AliasKey(ModelIdentity("covers", "1"), GOOD[2]), AliasStatus.APPROVED)
    assert (str(found.part_number), found.by, found.at, found.reason) == (GOOD[3], "Sari", AT, "seen")


def test_a_part_is_read_in_its_canonical_spelling(tmp_path: Path) -> None:
    row = [*GOOD[:3], " w_cv02_d26lxxx_c03n_nl_dg00 ", *GOOD[4:]]
    assert str(read_aliases(written(tmp_path, row))[0].part_number) == GOOD[3]


def test_a_proposal_needs_no_reason(tmp_path: Path) -> None:
    assert read_aliases(written(tmp_path, [*GOOD[:4], "proposed", "Sari", AT, ""]))[0].reason == ""


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        ("model_name", "", "it is empty"),
        ("model_version", "1" * 61, "more than 60 characters"),
        ("label", " ", "it is empty"),
        ("label", "x" * 101, "more than 100 characters"),
        ("part_number", "", "it is empty"),
        ("status", "Approved!", "“Approved!” is none of proposed, approved, revoked"),
        ("by", "", "it is empty"),
        ("at", "yesterday", "“yesterday” is no ISO 8601 time"),
        ("reason", "", "it is empty"),
        ("reason", "x" * 501, "more than 500 characters"),
    ],
)
def test_a_bad_row_refuses_the_file_by_line_and_column(tmp_path: Path, column: str, text: str, words: str) -> None:
    bad = [text if name == column else cell for name, cell in zip(COLUMNS, GOOD, strict=True)]
    two_lines = [*GOOD[:7], "first line\r\nsecond line"]
    said = problem(written(tmp_path, GOOD, two_lines, bad, GOOD))
    assert said.startswith(f"line 5, column {column}: ")
    assert words in said


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "line 1: the columns are not model_name,"),
        (b"label,part\n", "line 1: the columns are not model_name,"),
        (b"\xff\xfe\x00", "it is not UTF-8 text"),
        (",".join(COLUMNS).encode() + b"\na,b\n", "line 2: it has 2 columns instead of 8"),
        (",".join(COLUMNS).encode() + b'\n"open', "line 2: "),
        (b"x" * (16 * 2**20 + 1), "more than 16 MiB"),
    ],
)
def test_what_is_no_such_file_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "aliases.csv"
    path.write_bytes(data)
    assert problem(path).startswith(words) or words in problem(path)


def test_a_file_that_cannot_be_opened_or_written_is_told(tmp_path: Path) -> None:
    assert problem(tmp_path / "none.csv") == "No such file or directory"
    with pytest.raises(OperationalError) as caught:
        write_aliases(tmp_path / "none" / "aliases.csv", [])
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
