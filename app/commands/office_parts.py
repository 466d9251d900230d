"""The use cases behind the pages of the supervisor's window, each opened when it is first used.

Built on the GUI thread; whatever touches a disk or a database does so when a page's errand calls it.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine

from app.bootstrap import (
    build_aliases,
    build_audit,
    build_notes,
    build_people,
    build_shifts,
    database_login,
    secret_checker,
)
from app.commands.key import key_place
from app.domain.judging import JudgingRules
from app.places import DATABASE_NAME
from app.ports.clock import SystemClock
from app.ports.session_reports import SessionReport, SessionReports
from app.ports.station_record import StationRecord
from app.settings import Settings
from app.use_cases.alias_effect import AliasEffect
from app.use_cases.alias_overview import AliasOverview
from app.use_cases.aliases import Aliases
from app.use_cases.authority import Authority
from app.use_cases.browse import Browse, Source
from app.use_cases.evidence import Evidence
from app.use_cases.export import Export
from app.use_cases.figures import Figures
from app.use_cases.judge import Judge
from app.use_cases.people import People
from app.use_cases.read_audit import ReadAudit
from app.use_cases.reporting import Reporting
from app.use_cases.session_acts import SessionActs
from app.use_cases.shift import Shifts
from app.use_cases.triage import Triage
from services.evidence.packer import StationBundles
from services.exports.session_source import SessionSource
from services.exports.table_files import SpreadsheetFiles
from services.matching.similarity import similarity
from services.record.evidence_shelf import FolderShelf
from services.record.pictures import PICTURES_NAME
from services.record.shift_book import RecordedShifts
from services.record.station_file import RECORD_NAME, StationFile, read_station_file
from services.record.unsent_reports import SqlUnsentReports
from services.storage.deferred import Closable, deferred
from services.storage.engine_kind import EngineKind
from services.storage.judgements import open_judgements
from services.storage.login import Login
from services.storage.open_acts import open_session_acts
from services.storage.open_reports import open_reports, reading
from services.storage.open_triage import open_conflict_reports, open_reviews
from services.storage.past_decisions import open_past_decisions
from services.storage.session_reports import SqlSessionReports
from services.storage.statistics import SqlStatistics
from services.storage.statistics_files import PlainChartFiles
from services.training_set.folder import TrainingFolders

T = TypeVar("T", bound=Closable)
Opener = Callable[[str, Path, float, Login], T]


class _Sessions(SessionSource):
    """Sessions to export, with a connection of their own."""

    def __init__(self, engine: Engine, kind: EngineKind, others: Sequence[SessionReports]) -> None:
        super().__init__([SqlSessionReports(engine, kind), *others], engine, kind)
        self._owned = engine

    def close(self) -> None:
        self._owned.dispose()


class OfficeParts:
    """``record`` is the place's own: its audit, its people. ``close`` lets go of every database that was opened."""

    def __init__(self, settings: Settings, record: StationRecord, authority: Authority) -> None:
        self._settings, self._record, self._authority = settings, record, authority
        self._clock, self._opened = SystemClock(), list[Closable]()
        self._station_record = settings.data_path / RECORD_NAME
        rules = settings.database
        self._file: StationFile = self._kept(deferred(lambda: read_station_file(self._station_record, rules.timeout_s)))
        folders = [settings.data_path / PICTURES_NAME]
        folders += [Path(each.strip()) for each in settings.review.picture_folders.split(";") if each.strip()]
        self.shelf = FolderShelf(folders)

    @property
    def has_station(self) -> bool:
        """A supervisor's desk may have none."""
        return self._station_record.is_file()

    def browse(self) -> Browse:
        return Browse(self._sources(), self._authority)

    def triage(self) -> Triage:
        return Triage(self._written(open_reviews), self._authority)

    def session_acts(self) -> SessionActs:
        notes = self._kept(build_notes(self._settings))
        return SessionActs(self._written(open_session_acts), notes, self._authority)

    def aliases(self) -> tuple[Aliases, AliasOverview, AliasEffect]:
        table = self._kept(deferred(lambda: build_aliases(self._settings)))
        past = self._reports(open_past_decisions)
        aliases = Aliases(table, self._authority, self._clock)
        master = self._settings.decision.master()
        overview = AliasOverview(past, aliases, self._authority, self._clock, similarity, master)
        return aliases, overview, AliasEffect(past, aliases, self._authority, self._clock)

    def judge(self) -> Judge:
        rules = self._settings.review
        judging = JudgingRules(rules.green_sample_percent, rules.uncertain_confidence, rules.uncertain_margin)
        audit, store = self._kept(build_audit(self._settings)), self._written(open_judgements)
        return Judge(store, self.shelf, TrainingFolders(), self._authority, audit, self._clock, judging)

    def figures(self) -> Figures:
        def opened(url: str, file: Path, timeout_s: float, login: Login) -> SqlStatistics:
            return SqlStatistics(*reading(url, file, timeout_s, login))

        return Figures(self._reports(opened), PlainChartFiles(), self._authority, self._clock)

    def people(self) -> People:
        directory, checker = self._kept(build_people(self._settings)), secret_checker(self._settings)
        return People(directory, checker, self._authority, self._clock, self._settings.station.id)

    def reading(self) -> ReadAudit:
        factory = self._kept(build_audit(self._settings))
        beside, station_id = self._record.audit_findings, self._settings.station.id
        return ReadAudit(self._record.audit, factory, self._authority, station_id, beside)

    def export(self) -> Export:
        audit = self._kept(build_audit(self._settings))
        return Export(self._sessions(), SpreadsheetFiles(), self._authority, audit)

    def reporting(self) -> Reporting:
        audit, sources = self._kept(build_audit(self._settings)), self._sources()

        def whole(session_id: str) -> SessionReport | None:
            found = (source.session(session_id) for source in sources.values())
            return next((report for report in found if report), None)

        return Reporting(self._sessions(), whole, self._authority, audit)

    def evidence(self) -> Evidence:
        timeout_s = self._settings.database.timeout_s
        bundles = StationBundles(key_place(self._settings), self.shelf, self._clock, timeout_s)
        return Evidence(bundles, self._authority, self._kept(build_audit(self._settings)))

    def shifts(self) -> Shifts:
        return build_shifts(self._settings.shift, self._record.audit, RecordedShifts(self._file), self._authority)

    def close(self) -> None:
        for each in self._opened:
            each.close()

    def _sources(self) -> dict[Source, SessionReports]:
        found: dict[Source, SessionReports] = {
            Source.FACTORY: self._reports(open_reports),
            Source.CONFLICTS: self._reports(open_conflict_reports),
        }
        if self.has_station:
            found[Source.UNSENT] = SqlUnsentReports(self._file)
        return found

    def _sessions(self) -> SessionSource:
        others = [source for name, source in self._sources().items() if name is not Source.FACTORY]

        def opened(url: str, file: Path, timeout_s: float, login: Login) -> _Sessions:
            return _Sessions(*reading(url, file, timeout_s, login), others)

        return self._reports(opened)

    def _reports(self, opener: Opener[T]) -> T:
        """From the replica for reports, where there is one."""
        rules = self._settings.database
        return self._kept(deferred(lambda: self._open(opener, rules.report_url or rules.url)))

    def _written(self, opener: Opener[T]) -> T:
        return self._kept(deferred(lambda: self._open(opener, self._settings.database.url)))

    def _open(self, opener: Opener[T], url: str) -> T:
        file, login = self._settings.data_path / DATABASE_NAME, database_login(self._settings)
        return opener(url, file, self._settings.database.timeout_s, login)

    def _kept(self, part: T) -> T:
        self._opened.append(part)
        return part
