"""Who comes and goes at the desk: badges, secrets, the lock, and whoever may not pack any more. Desk's thread."""

from collections.abc import Callable
from typing import Protocol

from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import parse_label_code
from app.domain.notices import InfoCode, NoticeCode, Tone
from app.domain.people import Actor
from app.use_cases.desk import Desk
from app.use_cases.desk_state import Phase
from app.use_cases.presence import Presence


class Tell(Protocol):
    def __call__(self, tone: Tone, code: NoticeCode, **details: object) -> None: ...


def badge_of(text: str, prefix: str) -> str:
    """Rule O1: a badge is a code of a label's shape that begins with the site's prefix and has more than it, in upper
    case; anything else is ""."""
    code = parse_label_code(text)
    badge = str(code).upper() if code else ""
    return badge if badge.startswith(prefix.upper()) and len(badge) > len(prefix) else ""


class Door:
    """``tell`` and ``trouble`` reach the screen; ``leave`` writes a session that is leaving, and says whether there is
    none any more; ``here`` is called when somebody works here from now on, or goes on."""

    def __init__(
        self,
        presence: Presence,
        desk: Desk,
        *,
        sign_in: bool,
        asks_secrets: bool,
        badge_prefix: str,
        tell: Tell,
        trouble: Callable[[OperationalError], None],
        leave: Callable[[], bool],
        here: Callable[[], None],
    ) -> None:
        self._presence, self._desk = presence, desk
        self._sign_in, self._asks_secrets, self._prefix = sign_in, asks_secrets, badge_prefix
        self._tell, self._trouble, self._leave, self._here = tell, trouble, leave, here

    # -- coming -----------------------------------------------------------------------------------------------------

    def badge(self, text: str) -> str:
        """The badge that a code is here and now, "" for none. Without a prefix any code is one, while one is waited
        for."""
        meant = bool(self._prefix) or not self._presence.working
        return badge_of(text, self._prefix) if meant else ""

    def knock(self, badge: str) -> None:
        """Rule O2: another badge while somebody works here asks for its secret, and changes nothing until that is
        right."""
        if not self._sign_in:
            self._tell(Tone.INFO, InfoCode.NO_SIGN_IN)
        elif self._presence.working and badge == self._presence.operator and self._asks_secrets:
            self._here()
        elif (asks := self._asks_secret(badge)) is False:
            self._seat(self._presence.by_badge(badge))
        elif asks:
            self.ask_again(Tone.INFO)

    def enter_secret(self, secret: str) -> None:
        """Of the badge that was scanned, or of the operator for whom the station is locked. Whoever it proves works
        here from now on, with all that is open; what cannot be proved leaves everything as it is."""
        if self._presence.phase not in {Phase.SIGNING_IN, Phase.LOCKED}:
            return
        try:
            actor = self._presence.proved(secret)
        except OperationalError as error:
            self._trouble(error)
            return
        self._seat(actor)

    def ask_again(self, tone: Tone) -> None:
        """For the secret or the badge that is waited for."""
        presence = self._presence
        if presence.asked:
            self._tell(tone, InfoCode.SECRET_WANTED, operator=presence.asked)
        elif presence.locked:
            self._tell(tone, InfoCode.LOCKED, operator=presence.operator)
        else:
            self._tell(tone, InfoCode.SIGN_IN)

    def stay(self) -> None:
        """The badge was not meant: whoever was here goes on."""
        self._presence.cancel()
        if self._presence.working:
            self._here()
        else:
            self.ask_again(Tone.INFO)

    def _asks_secret(self, badge: str) -> bool | None:
        """None: the record cannot say, which is told."""
        try:
            return self._presence.asks_secret(badge)
        except OperationalError as error:
            self._trouble(error)
            return None

    def _seat(self, actor: Actor) -> None:
        """Also from one operator to the next, without losing what is open."""
        if not self._leave():
            return
        try:
            self._presence.seat(actor)
        except OperationalError as error:
            self._trouble(error)
            return
        self._desk.actor = actor
        self._here()

    # -- going ------------------------------------------------------------------------------------------------------

    def sign_out(self, reason: str = "") -> bool:
        """Whether nobody works here now."""
        if not self._sign_in:
            self._tell(Tone.INFO, InfoCode.NO_SIGN_IN)
        elif self._leave():
            self._desk.actor = None
            try:
                self._presence.leave(reason)
            except OperationalError as error:
                self._trouble(error)
                return False
            self._tell(Tone.INFO, InfoCode.SIGN_IN)
            return True
        return False

    def lock(self) -> None:
        """A session that is leaving goes first; whatever the disk says, the screen is locked."""
        self._leave()
        try:
            self._presence.lock()
        except OperationalError as error:
            self._trouble(error)
            return
        self.ask_again(Tone.INFO)

    # -- who may ----------------------------------------------------------------------------------------------------

    def may_pack(self) -> bool:
        """Asked before every act that changes the session. Whoever may not, any more, is out, which is told."""
        try:
            self._presence.require_pack()
        except OperationalError as error:
            self._not_any_more(error)
            return False
        return True

    def look_again(self) -> None:
        """Whether who works here was removed; what the disk has to say is told with the next act."""
        try:
            self._presence.require_pack()
        except OperationalError as error:
            if error.code is ErrorCode.NOT_ALLOWED:
                self._not_any_more(error)

    def _not_any_more(self, error: OperationalError) -> None:
        if error.code is not ErrorCode.NOT_ALLOWED or self.sign_out("may not pack any more"):
            self._trouble(error)
