"""What every source of delivery notes does; and what the HTTP one makes of an ERP that misbehaves, over real HTTP."""

import json
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.errors import ErrorCode, OperationalError
from app.domain.part_number import PartNumber
from app.messages import error_sentence
from app.ports.delivery_notes import DeliveryNotes
from services.erp.demo_deliveries import DEMO_DN, SPLIT_LINE_DN, THIRTY_LINES_DN, demo_deliveries
from services.erp.http_notes import HttpDeliveryNotes
from services.erp.stand_in import Deliveries, StandInErp, Trouble
from tests.fakes.delivery_notes import FakeDeliveryNotes

ODD_DN = "AB/12_3.4-5"
DELIVERIES: Deliveries = {**demo_deliveries(), ODD_DN: [{"NODN": ODD_DN, "ITEM": "Z-1", "QTY": 1, "PO": None}]}


@pytest.fixture
def erp() -> Iterator[StandInErp]:
    with StandInErp(DELIVERIES) as running:
        yield running
    assert not [thread for thread in threading.enumerate() if thread.name == "erp-stand-in"]


@pytest.fixture
def http_notes(erp: StandInErp) -> Iterator[HttpDeliveryNotes]:
    opened = HttpDeliveryNotes(erp.base_url + "/", 5.0)
    yield opened
    opened.close()


def _note(number: str) -> DeliveryNote:
    rows = DELIVERIES[number]
    lines = (DeliveryLine(PartNumber(str(r["ITEM"])), int(str(r["QTY"])), str(r["PO"] or "")) for r in rows)
    return DeliveryNote(DnNumber(number), tuple(lines))


@pytest.fixture(params=["memory", "http"])
def notes(request: pytest.FixtureRequest) -> DeliveryNotes:
    if request.param == "memory":
        return FakeDeliveryNotes(_note(number) for number in DELIVERIES)
    opened: HttpDeliveryNotes = request.getfixturevalue("http_notes")
    return opened


@pytest.mark.parametrize("number", list(DELIVERIES))
def test_a_note_comes_with_all_its_rows(notes: DeliveryNotes, number: str) -> None:
    assert notes.fetch(DnNumber(number)) == _note(number)


def test_rows_of_one_part_stay_rows_and_add_up(notes: DeliveryNotes) -> None:
    note = notes.fetch(DnNumber(SPLIT_LINE_DN))
    assert len(note.lines) == 3
    assert [part.quantity for part in note.parts] == [30, 16]
    assert len(notes.fetch(DnNumber(THIRTY_LINES_DN)).parts) == 30


def test_an_unknown_number_is_not_registered(notes: DeliveryNotes) -> None:
    with pytest.raises(OperationalError) as caught:
        notes.fetch(DnNumber("KSS000000X"))
    assert caught.value.code is ErrorCode.DN_NOT_REGISTERED
    assert "KSS000000X" in str(error_sentence(caught.value))


def _trouble_of(erp: StandInErp, trouble: Trouble, timeout_s: float = 5.0) -> OperationalError:
    erp.trouble = trouble
    with pytest.raises(OperationalError) as caught:
        HttpDeliveryNotes(erp.base_url, timeout_s).fetch(DnNumber(DEMO_DN))
    return caught.value


@pytest.mark.parametrize(
    "trouble", [Trouble(delay_s=60), Trouble(drip_s=0.02), Trouble(drip_s=0.02, body=b"x" * 10_000)]
)
def test_a_slow_answer_ends_at_the_limit_however_it_drips(erp: StandInErp, trouble: Trouble) -> None:
    began_s = time.monotonic()
    error = _trouble_of(erp, trouble, timeout_s=0.2)
    assert error.code is ErrorCode.ERP_TOO_SLOW
    assert "0.2 s" in str(error_sentence(error))
    assert time.monotonic() - began_s < 1.5


def test_an_erp_that_is_down_is_unreachable_and_its_address_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody else can answer there
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(OperationalError) as caught:
            HttpDeliveryNotes(address, 5.0).fetch(DnNumber(DEMO_DN))
    assert caught.value.code is ErrorCode.ERP_UNREACHABLE
    assert address in str(error_sentence(caught.value))


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_failing_erp_is_worth_another_try(erp: StandInErp, status: int) -> None:
    error = _trouble_of(erp, Trouble(status=status, body=b"Traceback (most recent call last)"))
    assert error.code is ErrorCode.ERP_UNREACHABLE
    assert error.details["problem"] == f"HTTP status {status}"


_ROW = {"NODN": DEMO_DN, "ITEM": "Z-CV01-D26LXXX-C03N-NL-DG00", "QTY": 5, "PO": "SUB1"}


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"<!DOCTYPE html><title>Login</title>", "it is not JSON"),
        (b"", "it is not JSON"),
        (b"\xff\xfe\x00", "it is not JSON"),
        (b"[" * 100_000, "it is not JSON"),
        (json.dumps({"results": [_ROW]}).encode()[:-9], "it is not JSON"),
        (b"[]", "it holds no list of results"),
        (b"{}", "it holds no list of results"),
        (b'{"results": null}', "it holds no list of results"),
        (b'{"results": ["x"]}', "row 1: “x” is not possible"),
        (b" " * 10_000_000, "it is longer than 4 MiB"),
        (json.dumps({"results": [_ROW] * 2001}).encode(), "it holds more than 2000 rows"),
    ],
)
def test_rubbish_is_told_for_what_it_is(erp: StandInErp, body: bytes, problem: str) -> None:
    error = _trouble_of(erp, Trouble(body=body))
    assert error.code is ErrorCode.ERP_ANSWER_UNUSABLE
    assert error.details["problem"] == problem
    assert f"for DN {DEMO_DN} cannot be used" in str(error_sentence(error))


def test_an_answer_that_breaks_off_is_unusable(erp: StandInErp) -> None:
    error = _trouble_of(erp, Trouble(cut_short=True))
    assert error.details["problem"] == "it breaks off or is not HTTP"


@pytest.mark.parametrize("status", [204, 302, 404])
def test_another_status_means_a_wrong_address(erp: StandInErp, status: int) -> None:
    error = _trouble_of(erp, Trouble(status=status))
    assert (error.code, error.details["problem"]) == (ErrorCode.ERP_ANSWER_UNUSABLE, f"HTTP status {status}")


def test_the_erp_recovers(erp: StandInErp, http_notes: HttpDeliveryNotes) -> None:
    _trouble_of(erp, Trouble(status=500))
    erp.trouble = Trouble()
    assert http_notes.fetch(DnNumber(DEMO_DN)) == _note(DEMO_DN)
