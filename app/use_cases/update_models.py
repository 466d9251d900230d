"""The model that is used here, kept up to date: looked for, fetched, proven beside the running one, and switched to at
a moment that disturbs nobody; back to the one before when it fails. Whatever goes wrong, what runs goes on."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from app.domain import model_book, model_update, model_version
from app.domain.alias import AliasBook
from app.domain.audit import Act, AuditDeed, canonical_json
from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.domain.model_book import ModelBook
from app.domain.model_update import Refuse, Release, Site, Take, UpdateRefusal, Waiting
from app.ports.audit_trail import AuditTrail
from app.ports.clock import Clock
from app.ports.model_updates import ModelReleases, ModelRunner, ModelStore, Moment, Proven

log = logging.getLogger(__name__)

LOOK_S = 5.0
"""Between two looks whether the moment has come, and whether a person has asked."""
STARTING_S = 0.5
"""While whatever computes here is still loading its model."""
AGAIN_S = 300.0
"""After a check that failed, where the interval is longer."""

_MODELS_OWN = {ErrorCode.MODEL_MISSING, ErrorCode.MODEL_UNUSABLE, ErrorCode.MODEL_NOT_ACTIVATED}


@dataclass(frozen=True, slots=True)
class UpdateState:
    """``checked_at`` (UTC, ISO 8601): of the last check that went well, "" before. ``trouble``: what the last one met,
    or None. ``waiting``: why the model that is ready is not used yet."""

    running: ModelIdentity | None = None
    ready: ModelIdentity | None = None
    waiting: Waiting | None = None
    missing_aliases: tuple[str, ...] = ()
    checked_at: str = ""
    trouble: OperationalError | None = None


@dataclass(frozen=True, slots=True)
class Shipped:
    """The model that came with the program, or the settings name: the last to fall back to."""

    model: ModelIdentity
    folder: Path


@dataclass(frozen=True, slots=True)
class UpdatePolicy:
    """``name``: which model is followed, "" for that of the running one. ``program``: this program's version."""

    name: str
    check_s: float
    site: Site
    program: str
    station_id: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an update tells, and asks, beside its own store. ``moment``: see :data:`Moment`. ``aliases`` reads those
    that are known here. ``audit`` None: this place keeps none. ``switched`` is told the new model and whether it is an
    older one again, on the thread of the moment."""

    moment: Moment
    in_session: Callable[[], bool] = lambda: False
    aliases: Callable[[], AliasBook] = AliasBook
    audit: AuditTrail | None = None
    switched: Callable[[ModelIdentity, bool], None] = lambda _model, _back: None
    stopping: Callable[[], bool] = lambda: False


@dataclass(slots=True)
class _Told:
    """What was said already: a condition is logged when it begins, and stands in the audit once."""

    trouble: str = ""
    waiting: Waiting | None = None
    refused: set[str] = field(default_factory=set)


class UpdateModels:
    """``run`` on one thread of its own; ``state`` may be read from any."""

    def __init__(
        self,
        releases: ModelReleases,
        store: ModelStore,
        runner: ModelRunner,
        clock: Clock,
        policy: UpdatePolicy,
        shipped: Shipped,
        around: Surroundings,
    ) -> None:
        self._releases, self._store, self._runner, self._clock = releases, store, runner, clock
        self._policy, self._shipped, self._around = policy, shipped, around
        self._due_s: float | None = None
        self._proven: Proven | None = None
        self._told = _Told()
        self.state = UpdateState()

    def run(self) -> float:
        """What is due now; the seconds until it wants to run again."""
        if self._runner.running is None:
            return STARTING_S
        try:
            self._look()
        except OperationalError as error:
            self._in_trouble(error)
        return LOOK_S

    def _look(self) -> None:
        self._settle_trial()
        now_s = self._clock.monotonic_s()
        if self._due_s is None or now_s >= self._due_s:
            self._due_s = now_s + min(AGAIN_S, self._policy.check_s)
            self.check()
            self._due_s = now_s + self._policy.check_s
        self._switch_when_it_may()

    # -- fetching and proving ---------------------------------------------------------------------------------------

    def check(self) -> None:
        """Look for a release, and bring it here, proven. Raises OperationalError: UPDATE_…, MODEL_…, FILE_…; nothing
        is changed for what runs."""
        with self._store.fetching():
            release = self._releases.newest(self._policy.name or self._name)
            if release is not None:
                self._judge(release)
        self._told.trouble = ""
        self.state = replace(self.state, checked_at=self._clock.utc().isoformat(), trouble=None)

    @property
    def _name(self) -> str:
        running = self._runner.running
        return running.name if running else self._shipped.model.name

    def _judge(self, release: Release) -> None:
        verdict = model_update.verdict_on(release, self._store.book(), self._runner.running, self._policy.program)
        match verdict:
            case Take():
                self._bring(release)
            case Refuse(reason, than):
                raise OperationalError(ErrorCode.UPDATE_REFUSED, reason=reason, model=str(release.model), detail=than)

    def _bring(self, release: Release) -> None:
        incoming = self._store.incoming(release.model)
        self._releases.fetch(release, incoming)
        folder = self._store.place(release.model)
        self._prove(release.model, folder)
        self._store.change(partial(model_book.arrived, model=release.model))
        log.info("model %s is here and proven", release.model)

    def _prove(self, model: ModelIdentity, folder: Path) -> None:
        """Raises OperationalError(UPDATE_REFUSED) for a model that fails here; it is not tried again."""
        if self._proven is not None and self._proven.model == model:
            return
        self._proven = None
        try:
            proven = self._runner.prove(folder)
            problem = "" if proven.model == model else f"its card names {proven.model}"
        except OperationalError as error:
            if error.code not in _MODELS_OWN:
                raise
            problem = str(error.details.get("problem", "a file is missing"))
        if problem:
            self._store.change(partial(model_book.failed_proof, model=model, why=problem, at=self._now))
            raise OperationalError(
                ErrorCode.UPDATE_REFUSED, reason=UpdateRefusal.NOT_PROVEN, model=str(model), detail=problem
            )
        self._proven = proven

    # -- switching --------------------------------------------------------------------------------------------------

    def _settle_trial(self) -> None:
        """A kill may have come between the switch and its confirmation."""
        book = self._store.book()
        if book.trial and book.ready is None and (book.current or self._shipped.model) == self._runner.running:
            self._store.change(model_book.confirmed)

    def _switch_when_it_may(self) -> None:
        book = self._store.book()
        model = model_book.wanted(book, self._runner.running, self._shipped.model)
        self.state = replace(self.state, running=self._runner.running, ready=model, waiting=None, missing_aliases=())
        if model is None:
            self._told.waiting = None
            return
        folder = self._folder(model)
        if folder is None:
            log.error("model %s is not on the disk any more", model)
            self._store.change(partial(model_book.forgotten, model=model))
            return
        self._prove(model, folder)
        if self._waits(book, model) or self._around.stopping():
            return
        if not self._around.moment(partial(self._switch, model, folder)):
            self.state = replace(self.state, waiting=Waiting.SESSION)
            return
        self._proven = None
        self.state = replace(self.state, running=self._runner.running, ready=None)
        with self._store.fetching():
            self._store.thin(self._runner.running)

    def _folder(self, model: ModelIdentity) -> Path | None:
        return self._shipped.folder if model == self._shipped.model else self._store.folder(model)

    def _waits(self, book: ModelBook, model: ModelIdentity) -> bool:
        labels = self._proven.labels if self._proven else ()
        missing = model_update.missing_aliases(self._around.aliases(), self._runner.running, model, labels)
        in_session = self._around.in_session()
        waiting = model_update.waits_for(
            book, self._policy.site, self._clock.utc(), in_session=in_session, missing=missing
        )
        self.state = replace(self.state, waiting=waiting, missing_aliases=missing)
        if waiting is not self._told.waiting and waiting is not None:
            log.info("model %s waits: %s %s", model, waiting, ", ".join(missing))
        self._told.waiting = waiting
        return waiting is not None

    def _switch(self, model: ModelIdentity, folder: Path) -> None:
        """On the thread of the moment. The book first: what a start loads after a kill right here is on trial there,
        and falls back by itself."""
        before, running = self._store.book(), self._runner.running
        if before.ready == model:
            self._store.change(partial(model_book.switched, model=model))
        try:
            self._runner.take(folder)
        except OperationalError as error:
            self._not_switched(error, model, before)
            raise
        self._store.change(model_book.confirmed)
        back = model_version.is_older(model, running)
        deed = AuditDeed.MODEL_TAKEN_BACK if back else AuditDeed.MODEL_SWITCHED
        why = f"asked for by {before.asked}" if before.asked else ""
        self._append(deed, str(model), why, _state(running), _state(model))
        log.info("model %s is used in place of %s", model, running)
        self._around.switched(model, back)

    def _not_switched(self, error: OperationalError, model: ModelIdentity, before: ModelBook) -> None:
        """What runs goes on. A model that cannot be used is not tried again; where nobody could be asked it is."""
        if error.code not in _MODELS_OWN:
            self._store.change(partial(model_book.undone, before=before))
            return
        self._store.change(partial(model_book.gone_back, why=str(error), at=self._now))
        self._append(AuditDeed.MODEL_TAKEN_BACK, str(model), str(error), _state(model), _state(self._runner.running))

    # -- telling ----------------------------------------------------------------------------------------------------

    def _in_trouble(self, error: OperationalError) -> None:
        """Logged when it begins; a refusal is an act of the audit, once for each."""
        self.state = replace(self.state, trouble=error)
        told = str(error)
        if told != self._told.trouble:
            log.warning("update of the model: %s", error)
        self._told.trouble = told
        if error.code is ErrorCode.UPDATE_REFUSED and told not in self._told.refused:
            self._told.refused.add(told)
            about = str(error.details.get("model", self._policy.name or self._name))
            self._append(AuditDeed.MODEL_REFUSED, about, f"{error.details['reason']}: {error.details['detail']}")

    def _append(self, deed: AuditDeed, about: str, why: str, before: str = "", after: str = "") -> None:
        """What the audit cannot take must not undo a switch that was made: the record has its own alarm for that."""
        if self._around.audit is None:
            return
        subject = f"model:{about}".encode("ascii", "replace").decode("ascii")[:120]
        act = Act(
            deed, subject, "", "", self._policy.station_id, self._now, round(self._clock.monotonic_s() * 1000),
            reason=why[:500], before=before, after=after,
        )  # fmt: skip
        try:
            self._around.audit.append(act)
        except OperationalError as error:
            log.error("the audit did not take %s of %s: %s", deed, about, error)

    @property
    def _now(self) -> str:
        return self._clock.utc().isoformat()


def _state(model: ModelIdentity | None) -> str:
    return "" if model is None else canonical_json({"model": str(model)})
