"""The token that a station shows to its server, as the keyring has it."""

from app.domain.errors import OperationalError
from services.inference.client.access import AccessError, Token
from services.secrets.keyring import stored_secret

USER = "server-token"


def kept_token(entry: str, station_id: str) -> Token | None:
    """Of the keyring entry ``entry``, where each station of a machine has its own; "" is off. It is read when it is
    asked for."""
    return (lambda: _token(entry, token_user(station_id))) if entry else None


def token_user(station_id: str) -> str:
    return f"{USER} {station_id}"


def is_token(text: str) -> bool:
    """One word of printable ASCII: it travels in a header."""
    return bool(text) and text.isascii() and text.isprintable() and " " not in text


def _token(entry: str, user: str) -> str:
    try:
        text = stored_secret(entry, user)
    except OperationalError as error:
        raise AccessError(f"the keyring cannot be used: {error.details['problem']}") from error
    if text is None:
        raise AccessError(f"the keyring holds no {user} under “{entry}” (countersign secret set server-token)")
    if not is_token(text):
        raise AccessError(f"what the keyring holds as {user} is no token")
    return text
