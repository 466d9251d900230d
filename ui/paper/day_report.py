"""The report of a day, at one station or at the whole site, on A4: totals, what was not as it should be, and every
session."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.domain.review import SessionState
from app.ports.session_reports import SessionSummary
from app.use_cases.reporting import DayReport, Tally
from ui.exporting.view_model import safe_name
from ui.paper.report_pages import Block, Column, ReportDocument, Section, sentence, table, title_and_facts
from ui.paper.report_words import NOTHING, clock_words, discrepancy_words, figure, span_words
from ui.review.words import review_words, state_words
from ui.theme.plain_text import shown


def day_report(report: DayReport) -> ReportDocument:
    """Of the sessions between the two times that were asked for."""
    tr, wanted = QCoreApplication.translate, report.wanted
    where = shown(wanted.station_id, 40) or tr("Report", "all stations")
    when = span_words(wanted.since, wanted.until)
    running = tr("Report", "{where}, {when}").format(where=where, when=when)
    name = safe_name("day", f"{wanted.station_id or 'site'}-{wanted.since[:10]}")
    head = title_and_facts(tr("Report", "Packed at {where}").format(where=where), when, _facts(report.total))
    return ReportDocument(running, running, f"{name}.pdf", head, _sections(report))


def _facts(of: Tally) -> list[tuple[str, str]]:
    tr = QCoreApplication.translate

    def state(which: SessionState) -> tuple[str, str]:
        return state_words(which), figure(of.states.get(which, 0))

    return [
        (tr("Report", "Sessions"), figure(of.sessions)),
        (tr("Report", "Labels"), figure(of.labels)),
        (tr("Report", "Pieces"), figure(of.pieces)),
        (tr("Report", "Labels removed"), figure(of.removed)),
        *(state(which) for which in SessionState),
        (tr("Report", "Not reviewed"), figure(of.not_reviewed)),
    ]


def _sections(report: DayReport) -> list[Section]:
    tr = QCoreApplication.translate
    with_reason = [each for each in report.sessions if each.discrepancy_reason]
    conflicts = [each for each in report.sessions if each.state is SessionState.CONFLICT]
    return [
        _stations(report),
        table(
            tr("Report", "Discrepancies"), _reason_columns(), [_reason(each) for each in with_reason],
            tr("Report", "There was none."),
        ),
        table(
            tr("Report", "Conflicts"), _session_columns(), [_session(each) for each in conflicts],
            tr("Report", "There was none."),
        ),
        table(
            tr("Report", "Sessions"), _session_columns(), [_session(each) for each in report.sessions],
            tr("Report", "Nothing was packed."),
        ),
        *_rest(report),
    ]  # fmt: skip


def _stations(report: DayReport) -> Section:
    tr = QCoreApplication.translate
    columns = [
        Column(tr("Report", "Station"), 0.28),
        *(
            Column(heading, 0.12, right=True)
            for heading in (
                tr("Report", "Sessions"),
                tr("Report", "Labels"),
                tr("Report", "Pieces"),
                state_words(SessionState.DISCREPANCY),
                state_words(SessionState.CONFLICT),
                tr("Report", "Not reviewed"),
            )
        ),
    ]
    rows = [_station(name, tally) for name, tally in report.stations.items()]
    return table(tr("Report", "Stations"), columns, rows, tr("Report", "Nothing was packed."))


def _station(name: str, of: Tally) -> list[str]:
    states = (of.states.get(SessionState.DISCREPANCY, 0), of.states.get(SessionState.CONFLICT, 0))
    return [shown(name, 40), *map(figure, (of.sessions, of.labels, of.pieces, *states, of.not_reviewed))]


def _reason_columns() -> Sequence[Column]:
    tr = QCoreApplication.translate
    return [
        Column(tr("Report", "Submitted"), 0.15),
        Column(tr("Report", "Delivery note"), 0.20),
        Column(tr("Report", "Station"), 0.15),
        Column(tr("Report", "Operator"), 0.12),
        Column(tr("Report", "Why"), 0.38),
    ]


def _reason(of: SessionSummary) -> list[str]:
    return [
        clock_words(of.submitted_at), shown(of.dn, 60), shown(of.station_id, 40), shown(of.operator, 40) or NOTHING,
        discrepancy_words(of.discrepancy_reason),
    ]  # fmt: skip


def _session_columns() -> Sequence[Column]:
    tr = QCoreApplication.translate
    return [
        Column(tr("Report", "Submitted"), 0.15),
        Column(tr("Report", "Delivery note"), 0.17),
        Column(tr("Report", "Station"), 0.14),
        Column(tr("Report", "Operator"), 0.11),
        Column(tr("Report", "Labels"), 0.08, right=True),
        Column(tr("Report", "Pieces"), 0.10, right=True),
        Column(tr("Report", "State"), 0.13),
        Column(tr("Report", "Review"), 0.12),
    ]


def _session(of: SessionSummary) -> list[str]:
    return [
        clock_words(of.submitted_at), shown(of.dn, 60), shown(of.station_id, 40), shown(of.operator, 40) or NOTHING,
        figure(of.labels), figure(of.pieces), state_words(of.state), review_words(of.review),
    ]  # fmt: skip


def _rest(report: DayReport) -> list[Section]:
    """What the list leaves out is told."""
    more = report.total.sessions - len(report.sessions)
    if not more:
        return []
    words = QCoreApplication.translate("Report", "{count} older sessions are counted above, and not listed.")
    block: Block = sentence(words.format(count=figure(more)))
    return [Section(block)]
