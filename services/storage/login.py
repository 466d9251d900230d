"""How SQL Server is logged into: encrypted unless the URL says otherwise, with a password that no file holds."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import URL

from app.domain.errors import ErrorCode, OperationalError
from app.domain.health_facts import DatabaseTrouble
from services.secrets.keyring import stored_secret

KEYRING = "countersign"
_ENCRYPTED = {"odbc driver": "Encrypt=yes", "freetds": "Encryption=require"}
"""By the beginning of the driver's name. A DSN's own settings are left to whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Login:
    """``user``: the login, where the URL does not name it; "" and none in the URL: the Windows login. ``keyring``: the
    entry with its password. ``query_timeout_s``: of one statement, beside the wait for a lock."""

    user: str = ""
    keyring: str = KEYRING
    query_timeout_s: float = 10.0


def with_user(url: URL, user: str) -> URL:
    return url.set(username=user) if user and not url.username else url


def password_source(url: URL, keyring: str) -> Callable[[], str]:
    """What gives the password at each connect; "" where none is asked for. DATABASE_UNREACHABLE: the keyring has
    none."""
    user = url.username
    if not user or url.password:
        return lambda: ""
    return lambda: _password(keyring, user)


def completed(connection_string: str, password: str) -> str:
    """With encryption where nothing is said about it, and with the password."""
    keys = [part.partition("=")[0].strip().casefold() for part in connection_string.split(";")]
    parts = [connection_string.rstrip(";")]
    if not {"encrypt", "encryption"} & set(keys):
        parts += [said for driver, said in _ENCRYPTED.items() if f"driver={{{driver}" in connection_string.casefold()]
    if password:
        parts.append("PWD={" + password.replace("}", "}}") + "}")
    return ";".join(parts)


def _password(keyring: str, user: str) -> str:
    try:
        password = stored_secret(keyring, user)
    except OperationalError as error:
        problem = f"the keyring cannot be used: {error.details['problem']}"
        raise _no_password(problem) from error
    if password is None:
        problem = f"the keyring holds no password of “{user}” under “{keyring}” (countersign secret set database)"
        raise _no_password(problem)
    return password


def _no_password(problem: str) -> OperationalError:
    return OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem=problem, trouble=DatabaseTrouble.NO_PASSWORD)
