"""How the page says it."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.domain.about import Piece
from ui.about.view_model import Fact, FactRow, PieceRow
from ui.language import moment
from ui.theme.plain_text import shown

_SOURCE = "source"


def fact_words(row: FactRow) -> tuple[str, str]:
    """Name and value."""
    tr = QCoreApplication.translate
    names = {
        Fact.VERSION: tr("AboutPage", "Version"),
        Fact.BUILD: tr("AboutPage", "Build"),
        Fact.BUILT: tr("AboutPage", "Built"),
        Fact.MODEL: tr("AboutPage", "Model"),
        "System": tr("AboutPage", "System"),
    }
    return names.get(row.name, str(row.name)), _value_words(row)


def row_words(row: PieceRow) -> tuple[str, str, str]:
    """Of the list: first line, second line, and what stands aside."""
    tr = QCoreApplication.translate
    if row.piece is None:
        return notice_title(), tr("AboutPage", "Your rights, and the sources"), ""
    licence = row.taken or tr("AboutPage", "Licence not declared")
    return shown(row.piece.title, 80), shown(licence, 120), tr("AboutPage", "source offered") if row.source_owed else ""


def notice_title() -> str:
    return QCoreApplication.translate("AboutPage", "Licences and sources")


def about_piece(piece: Piece) -> str:
    """Under its name: all that it declares, and where its makers publish its sources."""
    licence = shown(piece.licence, 300) or QCoreApplication.translate("AboutPage", "Licence not declared")
    source = QCoreApplication.translate("AboutPage", "Sources: {place}").format(place=shown(piece.source, 300))
    return f"{licence}\n{source}" if piece.source else licence


def _value_words(row: FactRow) -> str:
    if row.name == Fact.BUILD and row.value == _SOURCE:
        return QCoreApplication.translate("AboutPage", "none: runs from its sources")
    if row.name == Fact.BUILT:
        return moment(datetime.fromisoformat(row.value))
    return shown(row.value, 120)
