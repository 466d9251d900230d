"""Reports as PDF files: what a page of the office sends an errand for."""

from pathlib import Path

from app.domain.people import Actor
from app.ports.evidence_shelf import EvidenceShelf
from app.ports.session_reports import SessionFilter
from app.use_cases.export import Going
from app.use_cases.reporting import Reporting
from ui.paper.day_report import day_report
from ui.paper.pdf import save_pdf
from ui.paper.session_report import session_paper
from ui.paper.session_report_painter import session_report


class PaperReports:
    """Any thread but the GUI's: the database is asked and pages are painted where it is called. A file is whole or not
    there. Raises OperationalError as :class:`app.use_cases.reporting.Reporting`, and FILE_UNWRITABLE."""

    def __init__(self, reporting: Reporting, shelf: EvidenceShelf) -> None:
        self._reporting, self._shelf = reporting, shelf

    def save_session(self, actor: Actor, session_id: str, path: Path) -> int:
        """How many pages."""
        report = self._reporting.session(actor, session_id)
        document = session_report(session_paper(report), self._shelf.jpeg)
        save_pdf(path, document)
        return document.pages

    def save_day(self, actor: Actor, wanted: SessionFilter, path: Path, going: Going) -> int:
        """Of the sessions that are wanted, usually those of one day and station; ``going`` as of an export. How many
        pages; 0: it was stopped."""
        report = self._reporting.day(actor, wanted, going)
        if report is None:
            return 0
        document = day_report(report)
        save_pdf(path, document)
        return document.pages
