"""The site's pepper: 32 random bytes that every machine of a site keeps in its keyring, and no database ever sees."""

import base64
import binascii
import hashlib
import secrets

from app.domain.errors import ErrorCode, OperationalError
from services.secrets.keyring import store_secret, stored_secret

USER = "pepper"
_BYTES = 32
_CHECK_BYTES = 3
_GROUP = 4


def new_pepper() -> bytes:
    return secrets.token_bytes(_BYTES)


def pepper_text(pepper: bytes) -> str:
    """To be written down and typed elsewhere: base32 in groups, with a sum that finds a slip of the pen."""
    text = base64.b32encode(pepper + _check(pepper)).decode().rstrip("=")
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def pepper_of(text: str) -> bytes:
    """What :func:`pepper_text` wrote; spaces, hyphens and case do not matter. PEPPER_MISSING (problem): it is none."""
    typed = "".join(each for each in text.upper() if each.isalnum())
    try:
        whole = base64.b32decode(typed + "=" * (-len(typed) % 8))
    except (binascii.Error, ValueError):
        whole = b""
    pepper, check = whole[:_BYTES], whole[_BYTES:]
    if len(pepper) < _BYTES or check != _check(pepper):
        raise OperationalError(ErrorCode.PEPPER_MISSING, problem="what was entered is no pepper, or mistyped")
    return pepper


def stored_pepper(entry: str) -> bytes:
    """Of the keyring entry ``entry``. PEPPER_MISSING (problem): none is there, or the keyring does not open."""
    try:
        text = stored_secret(entry, USER)
    except OperationalError as error:
        raise OperationalError(ErrorCode.PEPPER_MISSING, problem=error.details["problem"]) from error
    if text is None:
        raise OperationalError(ErrorCode.PEPPER_MISSING, problem=f"the entry “{entry}” has none")
    return pepper_of(text)


def store_pepper(entry: str, pepper: bytes) -> None:
    """FILE_UNREADABLE: there is no keyring here, or it does not open."""
    store_secret(entry, USER, pepper_text(pepper))


def has_pepper(entry: str) -> bool:
    """FILE_UNREADABLE: there is no keyring here, or it does not open."""
    return stored_secret(entry, USER) is not None


def _check(pepper: bytes) -> bytes:
    return hashlib.sha256(b"countersign pepper " + pepper).digest()[:_CHECK_BYTES]
