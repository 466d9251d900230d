"""Rules Q1–Q5: which codes in the camera's picture are read, and when one is news; and the thread that looks."""

import logging
import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from app.domain.detection import FrameStamp
from app.ports.frame import Frame
from app.ports.scanner import NoCodeReader, ScannerState
from app.settings import ScannerSettings
from services.scanner.appearances import LAPSE_S, Appearances
from services.scanner.camera_codes import CameraCodes, pause_s
from services.scanner.code_lines import MOST_CHARS
from services.scanner.code_pictures import EXTRA, CodeReading, codes_in, is_carton_number
from services.scanner.open_scanners import open_code_reader, open_serial
from services.scanner.serial_scanner import SerialScanner
from tests.fakes.code_frames import Printed, frame, picture
from tests.fakes.heard import Heard

DN, LABEL, CARTON = "KSS007317A", "LBL-2609-00017", "15400141288763"
EAN = "4006381333931"
KINDS = [("Code128", LABEL), ("Code39", DN), ("ITF", CARTON), ("EAN13", EAN), ("QRCode", LABEL)]
ONE_TURN = range(len(EXTRA))


def read(image: np.ndarray, turns: range = ONE_TURN) -> set[str]:
    return {reading.text for turn in turns for reading in codes_in(image, turn)}


# -- real pictures ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "text"), [*KINDS, ("DataMatrix", LABEL)])
@pytest.mark.parametrize("turn_deg", [0, 90, 180, 7])
def test_every_kind_is_read_lying_standing_and_on_its_head(kind: str, text: str, turn_deg: float) -> None:
    assert read(picture(Printed(text, kind, turn_deg=turn_deg, module_px=3))) == {text}


@pytest.mark.parametrize("turn_deg", [22, 45, 68, 112, 135, 158])
def test_a_slanting_bar_code_is_read_within_four_pictures(turn_deg: float) -> None:
    image = picture(Printed(LABEL, turn_deg=turn_deg))
    assert read(image) == {LABEL}
    assert all(codes_in(image, turn) == [] for turn in ONE_TURN if EXTRA[turn] is None)


@pytest.mark.parametrize(("kind", "text"), KINDS)
@pytest.mark.parametrize("module_px", [2, 5])
def test_near_and_far(kind: str, text: str, module_px: float) -> None:
    assert read(picture(Printed(text, kind, module_px=module_px, bar_px=150)), range(1)) == {text}


@pytest.mark.parametrize(("kind", "text"), KINDS)
def test_low_contrast(kind: str, text: str) -> None:
    assert read(picture(Printed(text, kind, contrast=0.25)), range(1)) == {text}


def test_a_little_blur_is_read_and_much_blur_is_nothing() -> None:
    label = Printed(LABEL, module_px=3, bar_px=120)
    assert read(picture(label, blur_px=1.5), range(1)) == {LABEL}
    assert read(picture(label, blur_px=8)) == set()


@pytest.mark.parametrize(("kind", "text"), [*KINDS, ("DataMatrix", LABEL)])
def test_partly_out_of_the_picture_is_nothing(kind: str, text: str) -> None:
    assert read(picture(Printed(text, kind, x=10, module_px=3))) == set()


def test_a_bench_without_codes_gives_none() -> None:
    assert read(picture()) == set()


def test_text_comes_as_a_scanner_would_type_it() -> None:
    assert read(picture(Printed("(01)1\x1d\té", "QRCode", module_px=4)), range(1)) == {"(01)1\x1d\té"}


@pytest.mark.parametrize("turn_deg", range(0, 180, 12))
def test_q1_a_part_of_a_slanting_itf_code_is_never_taken_for_one(turn_deg: float) -> None:
    """Without this rule the library gives 78901231 and the like at each of these angles, alike in every frame."""
    assert read(picture(Printed("12345678901231", "ITF", turn_deg=turn_deg))) <= {"12345678901231"}


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (CARTON, True),
        ("12345678901231", True),
        ("15400141288764", False),
        ("78901231", False),
        ("", False),
        ("1540014128876３", False),
    ],
)
def test_q1_a_carton_number_has_14_digits_and_its_check_digit(text: str, is_one: bool) -> None:
    assert is_carton_number(text) is is_one


def test_q4_a_note_and_a_label_in_view_come_from_the_top_left_on() -> None:
    note, label = Printed(DN, x=350, y=150), Printed(LABEL, "QRCode", x=950, y=550, module_px=4)
    for codes, expected in (((note, label), [DN, LABEL]), ((label, note), [DN, LABEL])):
        readings = codes_in(picture(*codes), 3)
        assert Appearances().news(FrameStamp(1, 0.0, 1), readings) == expected
    swapped = [Printed(LABEL, x=350, y=150), Printed(DN, x=950, y=550)]
    assert Appearances().news(FrameStamp(1, 0.0, 1), codes_in(picture(*swapped), 3)) == [LABEL, DN]


def test_q4_the_place_of_a_slanting_code_is_in_the_picture_not_in_the_turned_one() -> None:
    image = picture(Printed(LABEL, x=640, y=360, turn_deg=45))
    (reading,) = codes_in(image, 1)
    # It rises at 45°, so all of its lower edge is as near to the corner, and its upper edge is 80 px off that.
    assert 640 + 360 - 80 < reading.place < 640 + 360


# -- when it is news --------------------------------------------------------------------------------------------------


def sure(text: str, place: float = 0.0) -> CodeReading:
    return CodeReading(text, True, place)


def unsure(text: str) -> CodeReading:
    return CodeReading(text, False, 0.0)


def at(captured_s: float, fingerprint: int | None = None) -> FrameStamp:
    return FrameStamp(1, captured_s, int(captured_s * 1000) if fingerprint is None else fingerprint)


def test_q2_a_code_that_stays_in_view_is_told_once() -> None:
    seen = Appearances()
    assert seen.news(at(0.0), [sure(DN)]) == [DN]
    assert [seen.news(at(tick / 8), [sure(DN)]) for tick in range(1, 400)] == [[]] * 399


def test_q2_it_is_told_again_when_it_was_not_read_for_two_seconds() -> None:
    seen = Appearances()
    assert LAPSE_S == 2.0
    assert seen.news(at(0.0), [sure(DN)]) == [DN]
    assert seen.news(at(2.0), [sure(DN)]) == []
    assert seen.news(at(3.0), []) == []
    assert seen.news(at(4.01), [sure(DN)]) == [DN]


def test_q2_the_same_text_twice_in_a_frame_is_one_code() -> None:
    assert Appearances().news(at(0.0), [sure(DN, 5), sure(DN, 500)]) == [DN]


def test_q3_a_code_without_a_checksum_needs_two_frames() -> None:
    seen = Appearances()
    assert seen.news(at(0.0), [unsure(DN), unsure(DN)]) == []
    assert seen.news(at(0.1), [unsure("KSS007317B")]) == []
    assert seen.news(at(0.2), [unsure(DN)]) == [DN]
    assert seen.news(at(0.3), [unsure(DN)]) == []


def test_q3_a_frozen_camera_is_no_second_witness() -> None:
    seen = Appearances()
    assert [seen.news(at(tick / 8, fingerprint=7), [unsure(DN)]) for tick in range(20)] == [[]] * 20
    assert seen.news(at(3.0, fingerprint=8), [unsure(DN)]) == [DN]


def test_q3_real_codes_without_a_checksum_need_two_frames_and_others_one() -> None:
    for kind, text in KINDS:
        seen = Appearances()
        first, second = (seen.news(at(s), codes_in(picture(Printed(text, kind), seed=int(s)), 0)) for s in (0.0, 1.0))
        assert (first, second) == (([], [text]) if kind in ("Code39", "ITF") else ([text], []))


def test_q4_from_the_top_left_on() -> None:
    assert Appearances().news(at(0.0), [sure("c", 900), sure("a", 10), sure("b", 400)]) == ["a", "b", "c"]


def test_q5_an_empty_or_endless_code_is_none() -> None:
    longest = "x" * MOST_CHARS
    assert Appearances().news(at(0.0), [sure(""), sure(longest), sure(longest + "x")]) == [longest]


# -- the thread -------------------------------------------------------------------------------------------------------


class Looks:
    """A ``rest`` that tells when a look is done, and takes no time."""

    def __init__(self) -> None:
        self.pauses_s: list[float] = []
        self._done = threading.Semaphore(0)

    def __call__(self, rest_s: float) -> None:
        self.pauses_s.append(rest_s)
        self._done.release()

    def wait(self) -> None:
        assert self._done.acquire(timeout=10)


Find = Callable[[Frame, int], list[CodeReading]]


@pytest.fixture
def looks() -> Looks:
    return Looks()


@pytest.fixture
def make(looks: Looks) -> Iterator[Callable[[Find], CameraCodes]]:
    made: list[CameraCodes] = []

    def build(find: Find) -> CameraCodes:
        made.append(CameraCodes(find, looks))
        return made[-1]

    yield build
    for reader in made:
        reader.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "code-reader"]


def blank(number: int) -> Frame:
    return frame(np.zeros((4, 4, 3), np.uint8), number)


def test_the_newest_frame_waits_and_the_older_ones_are_dropped(
    make: Callable[[Find], CameraCodes], looks: Looks
) -> None:
    looked: list[tuple[int, int]] = []
    go, began = threading.Event(), threading.Event()

    def slow(shown: Frame, turn: int) -> list[CodeReading]:
        looked.append((shown.stamp.frame_id, turn))
        began.set()
        assert go.wait(10)
        return []

    reader = make(slow)
    reader.start(Heard())
    reader.offer(blank(1))
    assert began.wait(10)
    for number in (2, 3, 4):
        reader.offer(blank(number))
    go.set()
    looks.wait()
    looks.wait()
    assert looked == [(1, 0), (4, 1)]


def test_a_frame_that_breaks_the_library_is_logged_once_and_the_next_is_read(
    make: Callable[[Find], CameraCodes], looks: Looks, caplog: pytest.LogCaptureFixture
) -> None:
    def find(shown: Frame, turn: int) -> list[CodeReading]:
        return codes_in(shown.image, turn)

    reader, heard = make(find), Heard()
    reader.start(heard)
    for strange in (np.zeros((0, 0, 3), np.uint8), np.zeros((3, 3, 2), np.uint8)):
        reader.offer(frame(strange))
        looks.wait()
        assert reader.status().state is ScannerState.ABSENT
    reader.offer(frame(picture(Printed(DN)), 2))
    assert heard.wait_for(1) == [DN]
    assert (reader.status().state, reader.status().codes) == (ScannerState.READY, 1)
    assert [record.levelno for record in caplog.records if "could not be looked for" in record.message] == [
        logging.ERROR
    ]


def test_it_looks_eight_times_a_second_and_takes_an_eighth_of_a_core_at_most(
    make: Callable[[Find], CameraCodes], looks: Looks
) -> None:
    assert pause_s(0.0) == 0.125
    assert pause_s(0.010) == pytest.approx(0.115)
    assert pause_s(0.100) == pytest.approx(0.7)
    reader = make(lambda shown, turn: [])
    reader.start(Heard())
    reader.offer(blank(1))
    looks.wait()
    assert 0.1 < looks.pauses_s[0] <= 0.125


def test_of_two_codes_in_a_frame_the_second_does_not_come_after_a_close() -> None:
    reader, heard = CameraCodes(lambda shown, turn: [sure(DN, 1), sure(LABEL, 2)]), Heard()

    def on_code(code: str) -> None:
        reader.close()
        heard(code)

    reader.start(on_code)
    reader.offer(blank(1))
    heard.wait_for(1)
    reader.close()
    assert heard.codes == [DN]


def test_a_close_cuts_the_rest_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.scanner.camera_codes.LOOKS_PER_S", 1 / 3600)
    reader, heard = CameraCodes(lambda shown, turn: [sure(DN)]), Heard()
    reader.start(heard)
    reader.offer(blank(1))
    heard.wait_for(1)
    reader.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "code-reader"]


# -- which scanners ---------------------------------------------------------------------------------------------------


def test_the_settings_decide_which_scanners_there_are() -> None:
    assert open_serial(ScannerSettings()) is None
    assert open_serial(ScannerSettings(serial_port=" ")) is None
    scanner = open_serial(ScannerSettings(serial_port=" COM3 "))
    assert isinstance(scanner, SerialScanner)
    assert scanner.status().detail == "COM3: not opened yet"
    assert isinstance(open_code_reader(ScannerSettings()), CameraCodes)
    assert isinstance(open_code_reader(ScannerSettings(camera_codes=False)), NoCodeReader)
