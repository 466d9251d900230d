"""PINs and passwords as argon2id keeps them."""

import hashlib
import hmac
import unicodedata
from collections.abc import Callable

from argon2 import PasswordHasher, Type, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from services.identity.pepper import stored_pepper

_LARGEST_KIB = 256 * 1024
_LONGEST = 8
"""A verifier that asks for more was not made here: it would only keep the machine busy."""


class Argon2Secrets:
    """Implements :class:`app.ports.people.SecretChecker`. Any thread; the pepper is read at the first use.

    The parameters are RFC 9106's second choice (64 MiB, 3 passes, 4 lanes), for a machine whose memory is needed for
    other things as well. What goes in is no secret by itself: HMAC-SHA256 of it under the site's pepper, so that a
    stolen table cannot be searched, six digits or not, without a machine's keyring.
    """

    def __init__(self, pepper: Callable[[], bytes], hasher: PasswordHasher | None = None) -> None:
        self._read_pepper = pepper
        self._pepper = b""
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)

    def verifier(self, secret: str) -> str:
        return self._hasher.hash(self._peppered(secret))

    def matches(self, secret: str, verifier: str) -> bool:
        peppered = self._peppered(secret)
        try:
            return _affordable(verifier) and self._hasher.verify(verifier, peppered)
        except (VerificationError, InvalidHashError):
            return False

    def _peppered(self, secret: str) -> bytes:
        """However it was typed: an accent has two spellings."""
        if not self._pepper:
            self._pepper = self._read_pepper()
        text = unicodedata.normalize("NFC", secret)
        return hmac.digest(self._pepper, text.encode("utf-8", "surrogatepass"), hashlib.sha256)


def argon2_secrets(entry: str) -> Argon2Secrets:
    """With the pepper of the keyring entry ``entry``."""
    return Argon2Secrets(lambda: stored_pepper(entry))


def _affordable(verifier: str) -> bool:
    asked = extract_parameters(verifier)
    return asked.type is Type.ID and asked.memory_cost <= _LARGEST_KIB and asked.time_cost <= _LONGEST
