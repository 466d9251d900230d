"""What the server wants of its stations' program, and what an older one does not do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.command import Command
from app.domain.notices import InfoCode
from app.domain.program_version import Programs, Standing, parsed, standing
from app.settings import ServerSettings, Settings
from app.use_cases.desk_state import Phase
from services.inference.client.stream import StreamDetector
from tests.fakes.inference_server import ServerThread, red_frame, server_settings
from tests.fakes.waiting import eventually
from tests.unit.test_workplace import DN, NEXT_DN, Bench

NUMBERS = st.tuples(*[st.integers(0, 30)] * 3)


def text(version: tuple[int, int, int]) -> str:
    return ".".join(map(str, version))


@given(mine=NUMBERS, lowest=NUMBERS, newest=NUMBERS)
def test_vn1_vn2_below_the_lowest_is_too_old_below_the_newest_there_is_a_newer_one(
    mine: tuple[int, int, int], lowest: tuple[int, int, int], newest: tuple[int, int, int]
) -> None:
    found = standing(text(mine), Programs(text(lowest), text(newest)))
    expected = Standing.TOO_OLD if mine < lowest else Standing.NEWER_THERE if mine < newest else Standing.FINE
    assert found is expected


@given(told=st.builds(Programs, st.text(max_size=12), st.text(max_size=12)))
def test_what_cannot_be_read_stops_nobody(told: Programs) -> None:
    if parsed(told.lowest) is None:
        assert standing("0.0.1", told) is not Standing.TOO_OLD


@pytest.mark.parametrize("strange", ["", "1", "1.2", "1.2.3.4", "v1.2.3", "1.2.x", "-1.2.3", "1.2.3\n", "٣.1.1"])
def test_a_version_is_three_numbers(strange: str) -> None:
    assert parsed(strange) is None


def test_nobody_asked_is_fine() -> None:
    assert standing("1.0.0", None) is Standing.FINE


@pytest.mark.parametrize(("lowest", "newest"), [("1.0", ""), ("2.0.0", "1.9.9")])
def test_the_server_s_own_setting_is_looked_over(lowest: str, newest: str) -> None:
    with pytest.raises(ValueError, match=r"version|lowest_station"):
        ServerSettings(lowest_station=lowest, newest_station=newest)


# -- at the desk ------------------------------------------------------------------------------------------------------


def test_vn3_too_old_a_program_opens_no_note_and_says_which_version_is_wanted() -> None:
    told = [Programs("2.0.0", "2.1.0")]
    bench = Bench(sign_in=False, programs=lambda: told[-1])
    bench.scan(DN)
    assert (bench.state.phase, bench.said) == (Phase.WAITING_FOR_NOTE, InfoCode.PROGRAM_TOO_OLD)
    assert bench.state.notice.details["lowest"] == "2.0.0"
    bench.workplace.open_note(DN)
    assert bench.state.phase is Phase.WAITING_FOR_NOTE
    told.append(Programs("1.0.0", "2.1.0"))  # what there is to be newer does not stop anybody
    bench.scan(DN)
    assert bench.published[-1].phase is Phase.PACKING


def test_vn3_a_note_that_is_open_is_finished() -> None:
    told: list[Programs | None] = [None]
    bench = Bench(sign_in=False, undo_s=0, programs=lambda: told[-1])
    bench.scan(DN)
    told.append(Programs("2.0.0"))
    bench.scan("L-1", "L-2")
    assert len(bench.counted) == 2
    bench.command(Command.CONFIRM)
    assert bench.sent == 1
    bench.scan(DN)
    assert bench.said is InfoCode.PROGRAM_TOO_OLD


def test_vn3_a_packed_note_is_not_opened_again_and_none_in_its_place() -> None:
    told: list[Programs | None] = [None]
    bench = Bench(sign_in=False, undo_s=0, programs=lambda: told[-1])
    bench.scan(DN, "L-1", "L-2")
    bench.command(Command.CONFIRM)
    bench.scan(DN)
    assert bench.state.phase is Phase.ALREADY_PACKED
    told.append(Programs("2.0.0"))
    for act in (lambda: bench.command(Command.CONFIRM), lambda: bench.scan(NEXT_DN)):
        act()
        assert (bench.published[-1].phase, bench.said) == (Phase.ALREADY_PACKED, InfoCode.PROGRAM_TOO_OLD)
    told.append(None)
    bench.command(Command.CONFIRM)
    assert bench.published[-1].phase is Phase.PACKING


# -- over the wire ----------------------------------------------------------------------------------------------------


def heard_from(settings: Settings) -> Programs | None:
    with ServerThread(settings) as server:
        detector = StreamDetector(server.address, "st-1", jpeg_quality=82, silence_s=5, connect_retry_s=0.1)
        detector.start(lambda _: None)
        try:
            detector.offer(red_frame(1))
            eventually(lambda: detector.status().programs is not None)
            return detector.status().programs
        finally:
            detector.close()


def test_the_station_hears_what_its_server_wants() -> None:
    wanted = server_settings("none", synthetic=True, lowest_station="1.2.0", newest_station="1.3.0")
    assert heard_from(wanted) == Programs("1.2.0", "1.3.0")


def test_a_server_that_wants_nothing_says_nothing() -> None:
    assert heard_from(server_settings("none", synthetic=True)) == Programs()
