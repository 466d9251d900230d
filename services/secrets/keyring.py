"""Secrets in the operating system's keyring: Windows' credential store, the Secret Service, the macOS keychain."""

from collections.abc import Callable
from typing import TypeVar

from app.domain.errors import ErrorCode, OperationalError

T = TypeVar("T")


def stored_secret(entry: str, user: str) -> str | None:
    """None: nothing is stored. FILE_UNREADABLE: there is no keyring here, or it does not open."""
    import keyring

    return _told(lambda: keyring.get_password(entry, user))


def store_secret(entry: str, user: str, secret: str) -> None:
    """FILE_UNREADABLE: there is no keyring here, or it does not open."""
    import keyring

    _told(lambda: keyring.set_password(entry, user, secret))


def remove_secret(entry: str, user: str) -> bool:
    """False: there was none. FILE_UNREADABLE: there is no keyring here, or it does not open."""
    import keyring

    if stored_secret(entry, user) is None:
        return False
    _told(lambda: keyring.delete_password(entry, user))
    return True


def _told(deed: Callable[[], T]) -> T:
    from keyring.errors import KeyringError, NoKeyringError

    try:
        return deed()
    except NoKeyringError as error:
        problem = "this machine has none that a secret could be kept in"
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path="The keyring", problem=problem) from error
    except KeyringError as error:
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path="The keyring", problem=error) from error
