"""Parsing the ERP's answer, its stand-in, and the demonstration's data."""

import json
import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.delivery_note import DeliveryNote, DnNumber
from app.domain.errors import ErrorCode, OperationalError
from app.domain.packing_session import Agreement, LabelRefusal, PackingSession
from services.erp.answer import QUANTITY_AT_MOST, delivery_note
from services.erp.demo_deliveries import DEMO_DN, SPLIT_LINE_DN, THIRTY_LINES_DN, demo_deliveries, demo_labels
from services.erp.http_notes import HttpDeliveryNotes
from services.erp.stand_in import StandInErp, Trouble

DN = DnNumber("KSS007317A")


def row(**changes: object) -> dict[str, object]:
    return {"NODN": DN.text, "ITEM": "Z-CV01-D26LXXX-C03N-NL-DG00", "QTY": 5, "PO": "SUB1", **changes}


def parsed(*rows: object) -> DeliveryNote:
    return delivery_note(DN, json.dumps({"results": rows, "page": 1}).encode())


def problem_of(*rows: object) -> str:
    with pytest.raises(OperationalError) as caught:
        parsed(*rows)
    assert caught.value.code is ErrorCode.ERP_ANSWER_UNUSABLE
    return str(caught.value.details["problem"])


@given(st.integers(1, QUANTITY_AT_MOST), st.sampled_from(["{}", " {} ", "00{}"]))
def test_a_quantity_is_the_same_as_number_and_as_text(quantity: int, shape: str) -> None:
    assert parsed(row(QTY=quantity)) == parsed(row(QTY=shape.format(quantity)))


NO_QUANTITY = st.one_of(
    st.integers(max_value=0),
    st.integers(QUANTITY_AT_MOST + 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text().filter(lambda text: not text.strip().isdecimal()),
    st.booleans(),
    st.none(),
)


@given(NO_QUANTITY)
def test_any_other_quantity_stops_the_note(quantity: object) -> None:
    assert problem_of(row(QTY=quantity)).startswith("row 1: QTY ")


@pytest.mark.parametrize("digits", ["٣", "３", "²"])
def test_digits_of_other_scripts_are_no_quantity(digits: str) -> None:
    assert problem_of(row(QTY=digits)) == f"row 1: QTY “{digits}” is not a whole number"


@given(st.binary(max_size=200))
def test_no_bytes_make_anything_but_a_note_or_a_named_error(body: bytes) -> None:
    with pytest.raises(OperationalError):
        delivery_note(DN, body)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"QTY": -5}, "row 2: QTY “-5” is not possible"),
        ({"QTY": 0}, "row 2: QTY “0” is not possible"),
        ({"QTY": "12.5"}, "row 2: QTY “12.5” is not a whole number"),
        ({"QTY": None}, "row 2: QTY “None” is not a whole number"),
        ({"QTY": 10**9}, "row 2: QTY “1000000000” is not possible"),
        ({"ITEM": ""}, "row 2: ITEM “” is not possible"),
        ({"ITEM": "Z CV01\u0000"}, "row 2: ITEM “Z CV01\u0000” is not possible"),
        ({"ITEM": None}, "row 2: ITEM “None” is not possible"),
        ({"NODN": 7}, "row 2: NODN “7” is not possible"),
    ],
)
def test_a_row_that_is_not_understood_stops_the_note(changes: dict[str, object], problem: str) -> None:
    assert problem_of(row(), row(**changes)) == problem


@pytest.mark.parametrize("field", ["NODN", "ITEM", "QTY"])
def test_a_missing_field_is_named(field: str) -> None:
    broken = row()
    del broken[field]
    assert problem_of(broken) == f"row 1: {field} is missing"


def test_extra_fields_do_no_harm_and_an_order_may_be_missing() -> None:
    without_order = row(EXTRA={"a": 1})
    del without_order["PO"]
    assert parsed(without_order).lines[0].purchase_order == ""
    assert parsed(row(PO=None)).purchase_orders == ()


def test_rows_belong_when_their_number_starts_with_the_one_asked_for() -> None:
    note = parsed(row(QTY=1), row(NODN="kss007317a-1 ", QTY=2), row(NODN="KSS007999B", QTY=4))
    assert [line.quantity for line in note.lines] == [1, 2]
    with pytest.raises(OperationalError) as caught:
        parsed(row(NODN="KSS007999B"))
    assert caught.value.code is ErrorCode.DN_NOT_REGISTERED


def test_rows_alike_in_everything_stop_the_note_and_other_rows_of_one_part_add_up() -> None:
    assert problem_of(row(), row(QTY=6), row(QTY="5")) == "rows 1 and 3 are alike: Z-CV01-D26LXXX-C03N-NL-DG00, 5"
    (part,) = parsed(row(), row(QTY=6), row(PO="SUB2"), row(NODN=f"{DN}-1")).parts
    assert part.quantity == 21


def test_ten_megabytes_of_rubbish_are_a_sentence() -> None:
    with pytest.raises(OperationalError) as caught:
        delivery_note(DN, b"[" * 10_000_000)
    assert caught.value.details["problem"] == "it is not JSON"


@pytest.mark.parametrize("address", ["", "erp:8765", "ftp://erp", "http://", "http://[", "C:\\erp"])
def test_an_address_that_is_none_is_a_wrong_setting(address: str) -> None:
    with pytest.raises(OperationalError) as caught:
        HttpDeliveryNotes(address, 5.0)
    assert caught.value.code is ErrorCode.SETTING_INVALID
    assert caught.value.details["key"] == "erp.base_url"


def test_the_stand_in_says_when_its_port_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(OperationalError) as caught:
            StandInErp({}, port=port).start()
    assert caught.value.code is ErrorCode.PORT_TAKEN
    assert caught.value.details["port"] == port


def test_the_stand_in_stops_twice_and_in_the_middle_of_a_slow_answer() -> None:
    before = set(threading.enumerate())
    erp = StandInErp(demo_deliveries())
    erp.start()
    erp.trouble = Trouble(delay_s=60)
    with socket.create_connection(("127.0.0.1", int(erp.base_url.rsplit(":", 1)[1]))) as client:
        client.sendall(b"GET /dn_json/X HTTP/1.0\r\n\r\n")
        erp.stop()
        erp.stop()
    assert set(threading.enumerate()) <= before
    with pytest.raises(ValueError, match="not been started"):
        _ = erp.base_url


def demo_note(number: str) -> DeliveryNote:
    return delivery_note(DnNumber(number), json.dumps({"results": demo_deliveries()[number]}).encode())


def test_the_demo_labels_fulfil_the_demo_note_in_one_to_three_scans_a_part() -> None:
    session = PackingSession("s", demo_note(DEMO_DN), agreement=Agreement.TWO_WAY)
    scans: dict[str, int] = {}
    for record in demo_labels():
        if session.refusal(record) is None:
            session = session.with_label(record, "2026-09-14T07:30:00+00:00")
            scans[record.part_number.text] = scans.get(record.part_number.text, 0) + 1
    assert session.open_parts == ()
    assert len(scans) == 4
    assert set(scans.values()) <= {1, 2, 3}


def test_the_demo_has_a_label_for_every_refusal_of_a_known_label() -> None:
    session = PackingSession("s", demo_note(DEMO_DN), agreement=Agreement.TWO_WAY)
    refused = {found.reason for record in demo_labels() if (found := session.refusal(record)) is not None}
    assert refused == {
        LabelRefusal.INACTIVE,
        LabelRefusal.USED_ELSEWHERE,
        LabelRefusal.PART_NOT_ON_NOTE,
        LabelRefusal.QUANTITY_EXCEEDED,
    }


def test_the_demo_has_notes_of_every_size_and_unique_labels() -> None:
    assert sorted(len(rows) for rows in demo_deliveries().values()) == [1, 3, 4, 30]
    assert len(demo_note(THIRTY_LINES_DN).parts) == 30
    assert len(demo_note(SPLIT_LINE_DN).parts) == 2
    assert len({record.code for record in demo_labels()}) == len(demo_labels())
