"""Logging into SQL Server: encrypted, and with a password that stands in no file."""

import io
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from app.domain.errors import ErrorCode, OperationalError
from app.settings import Settings
from app.settings_layers import load_settings
from services.secrets.keyring import store_secret, stored_secret
from services.storage.login import Login, completed, password_source, with_user
from services.storage.mssql import mssql_engine
from tests.fakes.command import Command

ODBC_18 = "DRIVER={ODBC Driver 18 for SQL Server};Server=sql;Database=whcomp;UID=qc"
URL_TEXT = "mssql+pyodbc://sql.plant.example/whcomp?driver=ODBC+Driver+18+for+SQL+Server"


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    return Command(capsys, monkeypatch, tmp_path)


@pytest.mark.parametrize(
    ("said", "added"),
    [
        (ODBC_18, ";Encrypt=yes"),
        (ODBC_18 + ";TrustServerCertificate=yes", ";Encrypt=yes"),
        (ODBC_18 + ";encrypt=no", ""),
        (ODBC_18 + ";Encrypt=strict", ""),
        ("DRIVER={FreeTDS};Server=sql", ";Encryption=require"),
        ("DRIVER={FreeTDS};Server=sql;Encryption=off", ""),
        ("dsn=whcomp", ""),
    ],
)
def test_a_connection_is_encrypted_unless_the_url_says_otherwise(said: str, added: str) -> None:
    assert completed(said, "") == said + added
    assert "Trust" not in added


def test_a_password_may_hold_what_ends_a_key_elsewhere() -> None:
    assert completed("dsn=whcomp", "a;b}c={d") == "dsn=whcomp;PWD={a;b}}c={d}"


def test_the_password_is_that_of_the_keyring_at_each_connect(kept: dict[tuple[str, str], str]) -> None:
    source = password_source(with_user(make_url(URL_TEXT), "qc"), "plant")
    for password in ("first", "changed"):
        kept["plant", "qc"] = password
        assert source() == password


def test_a_url_that_names_its_user_keeps_it() -> None:
    assert with_user(make_url("mssql+pyodbc://mine@sql/whcomp"), "other").username == "mine"


@pytest.mark.parametrize("url", [URL_TEXT, "mssql+pyodbc://qc:secret@sql/whcomp"])
def test_the_windows_login_and_a_test_url_ask_for_no_password(url: str, no_keyring: None) -> None:
    assert password_source(make_url(url), "plant")() == ""


def test_a_password_that_is_not_kept_is_told(kept: dict[tuple[str, str], str]) -> None:
    with pytest.raises(OperationalError) as caught:
        password_source(with_user(make_url(URL_TEXT), "qc"), "plant")()
    assert caught.value.code is ErrorCode.DATABASE_UNREACHABLE
    assert "“qc”" in str(caught.value.details["problem"])


def test_a_machine_without_a_keyring_is_told(no_keyring: None) -> None:
    for deed in (lambda: stored_secret("plant", "qc"), lambda: store_secret("plant", "qc", "x")):
        with pytest.raises(OperationalError) as caught:
            deed()
        assert caught.value.code is ErrorCode.FILE_UNREADABLE
    with pytest.raises(OperationalError) as connecting:
        password_source(with_user(make_url(URL_TEXT), "qc"), "plant")()
    assert connecting.value.code is ErrorCode.DATABASE_UNREACHABLE


class NotConnectedError(Exception):
    """Instead of a connection."""


def test_the_engine_connects_encrypted_with_the_password_and_within_its_time(
    kept: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyodbc", exc_type=ImportError, reason="no ODBC driver manager on this machine")
    kept["plant", "qc"] = "secret"
    engine = mssql_engine(make_url(URL_TEXT), 4.2, Login("qc", "plant"))
    asked: list[tuple[tuple[Any, ...], dict[str, Any]]] = []

    def _connect(*arguments: Any, **options: Any) -> None:
        asked.append((arguments, options))
        raise NotConnectedError

    monkeypatch.setattr(engine.dialect, "connect", _connect)
    with pytest.raises(NotConnectedError):
        engine.connect()
    ((text,), options) = asked[0]
    assert "UID=qc;" in text
    assert text.endswith(";Encrypt=yes;PWD={secret}")
    assert "Trusted_Connection" not in text
    assert options["timeout"] == 5
    assert "secret" not in str(engine.url)


PASSWORDS = (
    "mssql+pyodbc://qc:hunter7@sql/whcomp",
    "mssql+pyodbc:///?odbc_connect=DRIVER%3D%7BFreeTDS%7D%3BPWD%3Dhunter7",
    "mssql+pyodbc://sql/whcomp?Password=hunter7",
    "mssql+pyodbc://qc:p/hunter7@sql/whcomp",
)


@pytest.mark.parametrize("url", PASSWORDS)
@pytest.mark.parametrize("key", ["url", "report_url"])
def test_a_password_in_the_settings_is_refused_and_not_repeated(url: str, key: str, tmp_path: Path) -> None:
    file = tmp_path / "countersign.toml"
    file.write_text(f'[database]\n{key} = "{url}"\n', encoding="utf-8")
    with pytest.raises(OperationalError) as caught:
        load_settings(file, {})
    assert caught.value.code is ErrorCode.SETTING_INVALID
    assert caught.value.details["key"] == f"database.{key}"
    assert "hunter7" not in str(caught.value)


@pytest.mark.parametrize("url", ["", URL_TEXT, "mssql+pyodbc://qc@sql:1433/whcomp", "sqlite:////data/a:b@c.sqlite"])
def test_a_url_without_a_password_is_taken(url: str) -> None:
    assert Settings.model_validate({"database": {"url": url}}).database.url == url


def test_the_command_keeps_the_password(
    command: Command, kept: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("sec;ret \n"))
    words = ("--set", f"database.url={URL_TEXT}", "--set", "database.user=qc", "set", "database")
    outcome = command("secret", *words)
    assert outcome.code == 0
    assert kept == {("countersign", "qc"): "sec;ret "}
    assert "sec;ret" not in outcome.out + outcome.err


@pytest.mark.parametrize(("user", "typed"), [("qc", "\n"), ("", "secret\n")])
def test_no_password_and_nobodys_password_are_refused(
    command: Command, kept: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch, user: str, typed: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    outcome = command(
        "secret", "--set", f"database.url={URL_TEXT}", "--set", f"database.user={user}", "set", "database"
    )
    assert outcome.code == 2
    assert outcome.sentence.startswith("Setting ")
    assert kept == {}


def test_the_command_says_that_there_is_no_keyring(
    command: Command, no_keyring: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("secret\n"))
    outcome = command("secret", "--set", f"database.url={URL_TEXT}", "--set", "database.user=qc", "set", "database")
    assert outcome.code == 2
    assert outcome.sentence.startswith("The keyring cannot be used: this machine has none")
