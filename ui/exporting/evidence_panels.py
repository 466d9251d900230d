"""The panels of the other files: a session's evidence bundle, and the reports on paper."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from app.domain.people import Actor
from app.ports.session_reports import SessionFilter
from app.use_cases.evidence import Evidence
from ui.exporting.file_panel import FilePanel
from ui.exporting.view import usual_folder
from ui.exporting.view_model import Progress, safe_name
from ui.language import number
from ui.paper.paper_reports import PaperReports
from ui.theme.tokens import Palette, Sizes


def bundle_panel(
    evidence: Evidence, session_id: str, actor: Actor, colours: Palette, sizes: Sizes, folder: Path | None = None
) -> FilePanel:
    """For a session that this station has packed."""
    tr = QCoreApplication.translate

    def write(path: Path, _progress: Progress) -> str:
        made = evidence.pack(actor, session_id, path)
        words = tr("Exporting", "{entries} entries and {pictures} pictures, signed by the station.")
        said = words.format(entries=number(made.entries), pictures=number(made.pictures))
        if made.missing:
            more = tr("Exporting", "{missing} pictures are no longer here and are named with their hashes.")
            said = f"{said} {more.format(missing=number(made.missing))}"
        return said

    place = (folder or usual_folder()) / f"{safe_name('evidence', session_id)}.zip"
    return FilePanel(tr("Exporting", "Evidence bundle"), place, write, colours, sizes)


def session_report_panel(
    reports: PaperReports, session_id: str, actor: Actor, colours: Palette, sizes: Sizes, folder: Path | None = None
) -> FilePanel:
    def write(path: Path, _progress: Progress) -> str:
        return _pages(reports.save_session(actor, session_id, path))

    place = (folder or usual_folder()) / f"{safe_name('session', session_id)}.pdf"
    title = QCoreApplication.translate("Exporting", "Report of the session")
    return FilePanel(title, place, write, colours, sizes)


def day_report_panel(
    reports: PaperReports, wanted: SessionFilter, actor: Actor, colours: Palette, sizes: Sizes,
    folder: Path | None = None,
) -> FilePanel:  # fmt: skip
    """Of the sessions that are ``wanted``, usually those of one day and station."""

    def write(path: Path, progress: Progress) -> str:
        pages = reports.save_day(actor, wanted, path, progress)
        return _pages(pages) if pages else ""

    name = safe_name("day", f"{wanted.station_id or 'site'}-{wanted.since[:10]}")
    title = QCoreApplication.translate("Exporting", "Report of the day")
    return FilePanel(title, (folder or usual_folder()) / f"{name}.pdf", write, colours, sizes)


def _pages(pages: int) -> str:
    return QCoreApplication.translate("Exporting", "{pages} pages were written.").format(pages=number(pages))
