"""The doctor's words on the screen."""

from PySide6.QtCore import QCoreApplication

from app.domain.health import Verdict
from app.health_messages import CHECKS, VERDICTS, finding_words
from ui.doctor.view_model import GLYPHS, Line, Page, Standing, line_verdict
from ui.language import SCREEN, message, number
from ui.theme.plain_text import shown

_AT_MOST = 500


def check_words(line: Line) -> str:
    return message(CHECKS[line.check])


def said_of(line: Line) -> list[tuple[Verdict, str, str]]:
    """For each finding its verdict, what is so, and what to do; "" where there is nothing to do."""
    told = []
    for finding in line.findings:
        words = finding_words(finding, SCREEN)
        nothing = finding.verdict is Verdict.PASS
        told.append((finding.verdict, shown(words.what, _AT_MOST), "" if nothing else shown(words.action, _AT_MOST)))
    return told


def standing_words(standing: Standing) -> str:
    tr = QCoreApplication.translate
    return {
        Standing.RUNNING: tr("DoctorPage", "Being looked at …"),
        Standing.STOPPED: tr("DoctorPage", "Stopped"),
        Standing.DONE: "",
    }[standing]


def page_words(page: Page) -> tuple[str, str]:
    """What is said of all of it, and its tone."""
    tr = QCoreApplication.translate
    if not page.over:
        words = tr("DoctorPage", "{done} of {all} looked at …")
        return words.format(done=number(page.done), all=number(len(page.lines))), "plain"
    if not page.complete:
        return (tr("DoctorPage", "Stopped before the end."), "caution") if page.lines else ("", "plain")
    fails, warns = page.count(Verdict.FAIL), page.count(Verdict.WARN)
    if fails:
        words = tr("DoctorPage", "Needs mending: {fails}. To be looked at: {warns}.")
        return words.format(fails=number(fails), warns=number(warns)), "bad"
    if warns:
        return tr("DoctorPage", "It works. To be looked at: {warns}.").format(warns=number(warns)), "caution"
    return tr("DoctorPage", "All is well."), "good"


def page_text(page: Page) -> str:
    """All of it as text, for the clipboard."""
    lines = [page_words(page)[0]]
    for line in page.lines:
        for verdict, what, action in said_of(line):
            said = message(VERDICTS[verdict])
            lines.append(f"{GLYPHS[verdict]} {check_words(line)} ({said}): {what} {action}".rstrip())
        if not line.findings:
            lines.append(f"  {check_words(line)}: {standing_words(line.standing)}")
    return "\n".join(lines) + "\n"


def glyph_of(line: Line) -> str:
    return GLYPHS[line_verdict(line)] if line.findings else "…"
