"""Who may change the settings, and when the first-run wizard is shown."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from app.domain.audit import AuditDeed
from app.domain.errors import OperationalError
from app.domain.people import Actor, Right
from app.ports.audit_trail import AuditTrail
from app.use_cases.authority import Authority

Changes = Mapping[str, object]
"""``section.key``: its new value; None: the default."""


class ReadOnly(StrEnum):
    """Why the settings are shown and cannot be changed."""

    NOT_AN_ADMIN = "not_an_admin"
    FILE_LOCKED = "file_locked"


class Administration:
    """``save`` writes changes into the settings file and raises OperationalError; ``guarded`` says whether people sign
    in with a secret here and somebody is known: before the first administrator exists there is nobody to ask. Any
    thread but the GUI's."""

    def __init__(
        self,
        authority: Authority,
        audit: AuditTrail,
        save: Callable[[Changes], None],
        guarded: Callable[[], bool],
        *,
        file_writable: bool,
    ) -> None:
        self._authority, self._audit, self._save, self._guarded = authority, audit, save, guarded
        self._file_writable = file_writable

    def guarded(self) -> bool:
        return self._guarded()

    def read_only(self, actor: Actor) -> ReadOnly | None:
        """Rule M1: where people sign in with a secret only those whose role allows it change settings; elsewhere
        whoever may write the settings file. None: ``actor`` may."""
        if self._guarded() and not self._may(actor):
            return ReadOnly.NOT_AN_ADMIN
        return None if self._file_writable else ReadOnly.FILE_LOCKED

    def change(self, actor: Actor, changes: Changes, before: Changes) -> None:
        """Write ``changes``, and who made them; ``before`` are the values that they replace. The audit comes first: a
        change that nobody can account for is not made. Raises OperationalError: NOT_ALLOWED, and as ``save`` does."""
        if self._guarded():
            self._authority.require(actor, Right.CHANGE_SETTINGS)
        deed = AuditDeed.SETTINGS_CHANGED
        self._audit.append(
            self._authority.act(actor, deed, "settings:station", before=dict(before), after=dict(changes))
        )
        self._save(changes)

    def _may(self, actor: Actor) -> bool:
        try:
            self._authority.require(actor, Right.CHANGE_SETTINGS)
        except OperationalError:
            return False
        return True


def first_run(*, file_exists: bool, file_writable: bool, overridden: bool, watched: bool) -> bool:
    """Rule M2: the wizard comes by itself while there is no settings file, nothing else sets a setting, one can be
    written, and somebody looks at the screen."""
    return watched and file_writable and not file_exists and not overridden
