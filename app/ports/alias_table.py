"""Where the acts about aliases are kept."""

from typing import Protocol

from app.domain.alias import Alias, AliasBook
from app.domain.audit import Act
from app.domain.errors import ErrorCode, OperationalError

TEXT_AT_MOST = 100
"""Characters of a model's name, a label, a part number, a person's name; a reason may have ``MAX_REASON``."""
VERSION_AT_MOST = 60


class AliasTable(Protocol):
    """Blocking; called from one worker thread at a time. Every method raises OperationalError with DATABASE_LOCKED,
    DATABASE_UNWRITABLE, DATABASE_UNREACHABLE or DATABASE_MISMATCH when the database cannot do it; nothing is half
    written then."""

    def book(self) -> AliasBook:
        """Every act, oldest first, as it stands now. Times are kept to the millisecond."""

    def record(self, act: Alias, audit: Act) -> None:
        """Append one act, and ``audit`` to the factory's chain in the same transaction; nothing is ever changed or
        removed. What the book refuses, as it stands at that moment and with everybody else kept out, raises
        OperationalError(ALIAS_REFUSED, label=…, part=…, reason=AliasRefusal)."""

    def close(self) -> None: ...


def with_act(book: AliasBook, act: Alias) -> AliasBook:
    """The book with one more act. Raises OperationalError(ALIAS_REFUSED) for one that the book refuses."""
    refused = book.refusal(act)
    if refused is not None:
        label, part = act.key.label, str(act.part_number)
        raise OperationalError(ErrorCode.ALIAS_REFUSED, label=label, part=part, reason=refused)
    return book.with_act(act)
