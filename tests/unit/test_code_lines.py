"""Rules E1–E4: from a serial scanner's bytes to its codes."""

from hypothesis import given
from hypothesis import strategies as st

from services.scanner.code_lines import GAP_S, LONG_GAP_S, MOST_CHARS, CodeLines

TEXT = st.text(st.characters(exclude_characters="\r\n\t", exclude_categories=["Cs"]), min_size=1, max_size=MOST_CHARS)
ENDS = st.sampled_from([b"\r", b"\n", b"\r\n", b"\t"])


def fed(lines: CodeLines, *reads: bytes) -> list[str]:
    return [code for data in reads for code in lines.feed(data)]


@given(st.lists(st.tuples(TEXT, ENDS)), st.data())
def test_e1_codes_are_the_same_however_the_reads_fall(codes: list[tuple[str, bytes]], data: st.DataObject) -> None:
    sent = b"".join(text.encode() + end for text, end in codes)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=8)))
    reads = [sent[start:end] for start, end in zip([0, *cuts], [*cuts, len(sent)], strict=True)]
    lines = CodeLines()
    assert fed(lines, *reads) == [text for text, _ in codes]
    assert not lines.pending
    assert lines.thrown_away == 0


def test_e1_a_terminator_alone_is_no_code() -> None:
    assert fed(CodeLines(), b"\r\n\r", b"\n\t") == []


def test_e2_without_a_terminator_a_pause_of_50_ms_ends_a_code() -> None:
    lines = CodeLines()
    assert fed(lines, b"KSS0073", b"17A") == []
    assert lines.pending
    assert (lines.gap_s, GAP_S) == (0.05, 0.05)
    assert lines.pause() == ["KSS007317A"]
    assert lines.pause() == []
    assert not lines.pending


def test_e2_once_a_terminator_has_come_only_a_long_pause_ends_a_code() -> None:
    lines = CodeLines()
    assert fed(lines, b"KSS007317A\r", b"LBL-26") == ["KSS007317A"]
    assert lines.gap_s == LONG_GAP_S == 1.0
    assert lines.pause() == ["LBL-26"]


def test_e3_utf_8_else_latin_1() -> None:
    assert fed(CodeLines(), "größe\r".encode(), "größe\r".encode("latin-1")) == ["größe", "größe"]


def test_e3_prefix_and_suffix_are_taken_off_and_nothing_else_is() -> None:
    lines = CodeLines("\x02", "\x03")
    assert fed(lines, b"\x02LBL-1\x03\r", b"LBL-2\r", b" \x1dLBL-3 \x00\r") == ["LBL-1", "LBL-2", " \x1dLBL-3 \x00"]
    assert fed(lines, b"\x02\x03\r") == []


@given(st.binary(max_size=2000))
def test_e3_no_bytes_are_too_strange(data: bytes) -> None:
    lines = CodeLines()
    codes = lines.feed(data) + lines.pause()
    assert all(0 < len(code) <= MOST_CHARS for code in codes)


def test_e4_128_characters_are_a_code_and_129_are_none() -> None:
    lines = CodeLines("[", "]")
    most, more = "ä" * MOST_CHARS, "ä" * (MOST_CHARS + 1)
    assert fed(lines, f"[{most}]\r[{more}]\rnext\r".encode()) == [most, "next"]
    assert lines.thrown_away == 1


def test_e4_garbage_without_an_end_is_thrown_away_once_and_not_kept() -> None:
    lines = CodeLines()
    for _ in range(10):
        assert lines.feed(b"\xff" * 1024) == []
    assert lines.thrown_away == 1
    assert len(lines._rest) == 0
    assert fed(lines, b"tail\rKSS007317A\r") == ["KSS007317A"]


def test_e4_a_pause_ends_garbage_too() -> None:
    lines = CodeLines()
    lines.feed(b"x" * 5000)
    assert lines.pending
    assert lines.pause() == []
    assert lines.feed(b"KSS007317A") == []
    assert lines.pause() == ["KSS007317A"]
