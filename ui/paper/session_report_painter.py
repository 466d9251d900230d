"""The report of one session on A4: who packed what, every decision with its picture, and what was done about it."""

import hashlib
from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QImage, QImageReader

from app.domain.packing_session import AuditEntry
from app.domain.review import ReviewEntry, SessionState
from app.ports.session_reports import SessionLabel
from ui.exporting.view_model import safe_name
from ui.paper.ink import Ink, mm
from ui.paper.report_pages import (
    BOLD,
    PLAIN,
    SMALL,
    STRONG,
    TEXT,
    Block,
    Column,
    ReportDocument,
    Section,
    band,
    sentence,
    table,
    title_and_facts,
)
from ui.paper.report_words import (
    NOTHING,
    act_words,
    agreement_words,
    clock_words,
    discrepancy_words,
    figure,
    journal_deed_words,
    moment_words,
    review_deed_words,
    share,
    verdict_words,
)
from ui.paper.session_report import DecisionLine, SessionPaper, voided_because
from ui.review.words import reason_words, review_words, state_words
from ui.theme.plain_text import shown

Pictures = Callable[[str], bytes | None]
"""A picture by its id, read when its page is painted: all of them at once may be too many."""

_ROW, _PICTURE = 24.0, 38.0
_PIXELS_AT_MOST, _WIDTH_PX = 16_000_000, 480


def session_report(paper: SessionPaper, pictures: Pictures) -> ReportDocument:
    """Painted on a thread that may read pictures."""
    tr, summary = QCoreApplication.translate, paper.report.summary
    dn = shown(summary.dn, 60)
    running = tr("Report", "Session {session} of delivery note {dn}").format(
        session=shown(summary.session_id, 64), dn=dn
    )
    name = safe_name("session", summary.session_id)
    head = title_and_facts(tr("Report", "Packing session of delivery note"), dn, _facts(paper))
    return ReportDocument(running, running, f"{name}.pdf", head, [*_bands(paper), *_sections(paper, pictures)])


def _facts(paper: SessionPaper) -> list[tuple[str, str]]:
    tr, of = QCoreApplication.translate, paper.report.summary
    return [
        (tr("Report", "Opened"), moment_words(of.opened_at)),
        (tr("Report", "Submitted"), moment_words(of.submitted_at)),
        (tr("Report", "Committed"), moment_words(of.committed_at)),
        (tr("Report", "Packing code"), shown(of.packing_code, 80) or NOTHING),
        (tr("Report", "Station"), shown(of.station_id, 40)),
        (tr("Report", "Operator"), shown(of.operator, 40) or NOTHING),
        (tr("Report", "State"), state_words(of.state)),
        (tr("Report", "Review"), review_words(of.review)),
        (tr("Report", "Labels"), figure(of.labels)),
        (tr("Report", "Pieces"), figure(of.pieces)),
        (tr("Report", "Labels removed"), figure(of.removed)),
        (tr("Report", "Parts still open"), figure(of.open_parts)),
        (tr("Report", "Must agree"), agreement_words(of.agreement)),
        (tr("Report", "Note as of"), moment_words(of.note_as_of)),
    ]


def _bands(paper: SessionPaper) -> list[Section]:
    tr, report = QCoreApplication.translate, paper.report
    found = []
    if paper.in_doubt:
        told = {
            SessionState.VOIDED: tr("Report", "It was voided and counts no more. {reason}"),
            SessionState.CONFLICT: tr("Report", "The factory's database could not take it: nothing of it counts."),
            SessionState.PROVISIONAL: tr("Report", "It still waits at its station: nothing of it counts yet."),
        }[report.summary.state]
        words = told.format(reason=shown(voided_because(report), 300))
        found.append(band(state_words(report.summary.state), words))
    if report.summary.discrepancy_reason:
        words = discrepancy_words(report.summary.discrepancy_reason)
        found.append(band(tr("Report", "Discrepancy"), words))
    return found


def _sections(paper: SessionPaper, pictures: Pictures) -> list[Section]:
    tr, report = QCoreApplication.translate, paper.report
    parts = [[each.part, figure(each.labels), figure(each.pieces), figure(each.removed_pieces)] for each in paper.parts]
    return [
        table(tr("Report", "Parts"), _part_columns(), parts, tr("Report", "No label was counted or removed.")),
        _decisions(paper, pictures),
        table(
            tr("Report", "Labels"), _label_columns(), [_label(each) for each in report.labels],
            tr("Report", "No label was counted or removed."),
        ),
        table(
            tr("Report", "Review"), _review_columns(), [_review(each) for each in report.reviews],
            tr("Report", "Nobody has reviewed it."),
        ),
        table(
            tr("Report", "Audit"), _audit_columns(), [_audit(each) for each in report.audit],
            tr("Report", "Nothing is recorded of how it was packed."),
        ),
        Section(sentence(_hash_words(paper), 14)),
    ]  # fmt: skip


def _part_columns() -> list[Column]:
    tr = QCoreApplication.translate
    return [
        Column(tr("Report", "Part"), 0.55),
        Column(tr("Report", "Labels"), 0.15, right=True),
        Column(tr("Report", "Pieces"), 0.15, right=True),
        Column(tr("Report", "Removed"), 0.15, right=True),
    ]


def _label_columns() -> list[Column]:
    tr = QCoreApplication.translate
    return [
        Column(tr("Report", "Label"), 0.28),
        Column(tr("Report", "Part"), 0.32),
        Column(tr("Report", "Pieces"), 0.10, right=True),
        Column(tr("Report", "Act"), 0.13),
        Column(tr("Report", "Scanned"), 0.17),
    ]


def _label(of: SessionLabel) -> list[str]:
    return [
        shown(of.label, 80), shown(of.part_number, 100), figure(of.quantity), act_words(of.act),
        clock_words(of.scanned_at),
    ]  # fmt: skip


def _review_columns() -> list[Column]:
    tr = QCoreApplication.translate
    return [
        Column(tr("Report", "When"), 0.20),
        Column(tr("Report", "What"), 0.20),
        Column(tr("Report", "Who"), 0.20),
        Column(tr("Report", "Why"), 0.40),
    ]


def _review(of: ReviewEntry) -> list[str]:
    who = " + ".join(shown(each, 40) for each in (of.by, of.second) if each)
    return [moment_words(of.at), review_deed_words(of.deed), who, shown(of.reason, 300)]


def _audit_columns() -> list[Column]:
    tr = QCoreApplication.translate
    return [
        Column(tr("Report", "No."), 0.07),
        Column(tr("Report", "When"), 0.17),
        Column(tr("Report", "Who"), 0.15),
        Column(tr("Report", "What"), 0.20),
        Column(tr("Report", "Detail"), 0.41),
    ]


def _audit(of: AuditEntry) -> list[str]:
    who = shown(of.by, 40) or NOTHING
    return [figure(of.seq), clock_words(of.at), who, journal_deed_words(of.deed), shown(of.detail, 200)]


def _hash_words(paper: SessionPaper) -> str:
    words = QCoreApplication.translate(
        "Report",
        "SHA-256 of all that this report was made from: {sha256}. It is no signature; a signed evidence bundle is made "
        "at the station.",
    )
    return words.format(sha256=paper.content_sha256)


# -- decisions --------------------------------------------------------------------------------------------------------


def _decisions(paper: SessionPaper, pictures: Pictures) -> Section:
    title = QCoreApplication.translate("Report", "Decisions")
    if not paper.decisions:
        return table(title, [], [], QCoreApplication.translate("Report", "No cover was decided."))

    def paint_title(ink: Ink, place: QRectF) -> None:
        ink.text(mm(place.x(), place.y() + 2.4, place.width(), 5.6), title, 4.2, BOLD)

    return Section(Block(9.0, paint_title), tuple(_decision(each, pictures) for each in paper.decisions))


def _decision(of: DecisionLine, pictures: Pictures) -> Block:
    def paint(ink: Ink, place: QRectF) -> None:
        frame = mm(place.x(), place.y() + 1, _PICTURE, _ROW - 2.6)
        _paint_picture(ink, frame, of, pictures)
        left = place.x() + _PICTURE + 4
        width = place.right() - left
        for number, (words, size, weight) in enumerate(_decision_lines(of)):
            ink.text(mm(left, place.y() + 1 + 5.2 * number, width, 4.8), words, size, weight)
        ink.rule(place.x(), place.bottom() - 0.3, place.width(), 0.1)

    return Block(_ROW, paint)


def _decision_lines(of: DecisionLine) -> list[tuple[str, float, QFont.Weight]]:
    tr = QCoreApplication.translate
    verdict = f"{figure(of.number)}  {verdict_words(of.verdict)}  {of.part}"
    why = reason_words(of.reason) if of.reason else ""
    seen = tr("Report", "Model label {label}, {model}, confidence {confidence}").format(
        label=of.label, model=of.model, confidence=share(of.confidence)
    )
    alias = tr("Report", "alias approved by {name}").format(name=of.alias_by) if of.alias_by else ""
    lines = [
        (verdict, 3.4, BOLD),
        (" · ".join(each for each in (why, alias) if each), TEXT, STRONG),
        (seen, TEXT, PLAIN),
        (f"SHA-256 {of.sha256}" if of.sha256 else "", SMALL, PLAIN),
    ]
    return [line for line in lines if line[0]]


def _paint_picture(ink: Ink, place: QRectF, of: DecisionLine, pictures: Pictures) -> None:
    tr = QCoreApplication.translate
    data = pictures(of.picture_id) if of.picture_id else None
    if data is None:
        _paint_absence(ink, place, tr("Report", "The picture is not here."))
    elif of.sha256 and hashlib.sha256(data).hexdigest() != of.sha256:
        _paint_absence(ink, place, tr("Report", "The picture is not the one that was kept."))
    elif (picture := _read(data)).isNull():
        _paint_absence(ink, place, tr("Report", "The picture cannot be read."))
    else:
        shape = QRectF(0, 0, picture.width(), picture.height())
        scale = min(place.width() / shape.width(), place.height() / shape.height())
        inside = mm(0, 0, shape.width() * scale, shape.height() * scale)
        inside.moveCenter(place.center())
        ink.picture(inside, picture)
        if of.box:
            left, top, right, bottom = of.box
            ink.frame(
                mm(
                    inside.x() + left * inside.width(), inside.y() + top * inside.height(),
                    (right - left) * inside.width(), (bottom - top) * inside.height(),
                ),
                0.5,
            )  # fmt: skip


def _paint_absence(ink: Ink, place: QRectF, words: str) -> None:
    ink.frame(place, 0.2)
    ink.text(place.adjusted(2, 2, -2, -2), words, SMALL, align=Qt.AlignmentFlag.AlignCenter, wrap=True)


def _read(data: bytes) -> QImage:
    """Small, whatever its header says; a null image for what is no JPEG."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"jpeg"))
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _PIXELS_AT_MOST:
        return QImage()
    scale = max(1.0, size.width() / _WIDTH_PX)
    reader.setScaledSize(QSize(ceil(size.width() / scale), ceil(size.height() / scale)))
    return reader.read()
