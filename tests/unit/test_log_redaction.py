"""No secret gets into a log: each known shape, around it anything."""

import json
import logging
import time
from urllib.parse import quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.log_lines import JsonLines, TextLines
from app.log_redaction import redacted

SECRETS = st.text("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!$~^", min_size=8, max_size=40).map(
    lambda text: f"Zq{text}"
)
AROUND = st.text(max_size=60).filter(lambda text: "Zq" not in text)
SHAPES = {
    "address": "rtsp://admin:{}@camera-4/stream",
    "address_with_at": "mssql+pyodbc://sa:{}@more@db.example/site",
    "address_with_slash": "http://sa:a/{}@db.example/site",
    "odbc": "DRIVER={{ODBC Driver 18}};UID=sa;PWD={};Encrypt=yes",
    "odbc_braces": "UID=sa;Pwd={{{};x}};Encrypt=yes",
    "assigned": "password={}",
    "said": "the database password: {}",
    "json": '{{"user": "OP-1", "api_key": "{}", "n": 1}}',
    "dict": "{{'token': '{}'}}",
    "long_name": "COUNTERSIGN_SITE_PEPPER={}",
    "pin": "badge OP-1, pin={}",
    "bearer": "authorization: Bearer {}",
    "argon2": "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ${}",
    "pem": "-----BEGIN PRIVATE KEY-----\n{}\nabc\n-----END PRIVATE KEY-----",
    "pem_cut_off": "-----BEGIN EC PRIVATE KEY-----\n{}\nabc",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@settings(max_examples=25)
@given(secret=SECRETS, before=AROUND, after=AROUND)
def test_no_secret_of_a_known_shape_is_left(shape: str, secret: str, before: str, after: str) -> None:
    if "earer" in shape:
        secret = "".join(each for each in secret if each not in "!$^")
    line = f"{before} {shape.format(secret)} {after}"
    assert secret not in redacted(line)
    assert redacted(redacted(line)).count(secret) == 0


@given(secret=SECRETS)
def test_nor_of_one_that_is_percent_encoded(secret: str) -> None:
    encoded = quote_plus(f"Pwd={secret};Encrypt=yes")
    assert quote_plus(secret) not in redacted(f"mssql+pyodbc:///?odbc_connect={encoded}")


PLAIN_LINES = (
    "server 10.0.0.4:50051 answers, model demo 3f2a",
    "KSS007317A: decision {'kind': 'accepted', 'confidence': 0.97}",
    "the token for server 10.0.0.4:50051 travels unencrypted: set inference.tls_ca",
    'GUI thread blocked for more than 100 ms at\n  File "ui/shell/window.py", line 12 in _look_around',
    "http://erp.example:8080/api/notes?dn=KSS007317A took 3 s",
    "spinning pinned pins: 3 of 4",
)


@pytest.mark.parametrize("line", PLAIN_LINES)
def test_what_holds_no_secret_stays_as_it_is(line: str) -> None:
    assert redacted(line) == line


def test_a_hostile_line_takes_no_longer_than_its_length() -> None:
    lines = (
        "_-" * 100_000,
        "a://" * 50_000,
        "password=" * 20_000,
        '"' * 100_000,
        "-----BEGIN PRIVATE KEY-----" * 4_000,
    )
    for line in lines:
        begun_s = time.perf_counter()
        redacted(line)
        assert time.perf_counter() - begun_s < 2.0, line[:20]


@pytest.mark.parametrize("formatter", [TextLines(), JsonLines()], ids=["text", "json"])
def test_both_kinds_of_line_hide_it_in_message_arguments_and_stack(formatter: logging.Formatter) -> None:
    try:
        raise ValueError("rtsp://u:Zqsecret@cam")
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("a", logging.ERROR, "f", 1, "token=%s", ("Zqother",), info)
    line = formatter.format(record)
    assert "Zq" not in line
    assert "***@cam" in line
    if isinstance(formatter, JsonLines):
        assert json.loads(line)["message"] == "token=***"


def test_a_line_is_cut_where_it_is_too_long_for_a_file() -> None:
    record = logging.LogRecord("a", logging.ERROR, "f", 1, "x" * 50_000, (), None)
    assert len(TextLines().format(record)) < 33_000
