"""The one application style: Fusion, an explicit palette, one stylesheet built from the tokens."""

from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme.tokens import PALETTES, Palette, Sizes

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
FONT_FAMILY = "Inter"
FITS = {"full": 1.0, "snug": 0.9, "tight": 0.8, "tighter": 0.72, "tightest": 0.64}
"""Sizes of a button's words, as shares of the full one."""


def dress(app: QApplication, theme: str) -> None:
    """Give the application its font, style and palette."""
    for file in sorted((RESOURCES / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))
    app.setFont(QFont(FONT_FAMILY, 11))
    app.setStyle("Fusion")
    app.setPalette(_qpalette(PALETTES[theme]))


def repaint_palette(app: QApplication, colours: Palette) -> None:
    """For what Qt draws itself: dialogs, tool tips, the text cursor."""
    app.setPalette(_qpalette(colours))


def font(pixels: int, weight: QFont.Weight = QFont.Weight.Normal, *, tabular: bool = False) -> QFont:
    """For painted text; widgets get theirs from the stylesheet."""
    made = QFont(FONT_FAMILY)
    made.setPixelSize(max(1, pixels))
    made.setWeight(weight)
    if tabular:
        set_tabular(made)
    return made


def set_tabular(made: QFont) -> None:
    """Figures of one width, so that a running number does not dance."""
    made.setFeature(QFont.Tag("tnum"), 1)


def _qpalette(colours: Palette) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.ground,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.raised,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Button: colours.raised,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    return palette


def _fits(s: Sizes) -> str:
    """Smaller words for buttons that have not the room (:class:`ui.theme.widgets.ActionButton` chooses)."""
    full = {
        "": s.strong,
        '[role="primary"]': round(26 * s.unit),
        '[role="onBanner"]': round(26 * s.text),
        '[role="key"]': s.title,
    }
    return "\n    ".join(
        f'QPushButton{role}[fit="{fit}"] {{ font-size: {round(size * share)}px; }}'
        for role, size in full.items()
        for fit, share in FITS.items()
        if share < 1
    )


def stylesheet(colours: Palette, sizes: Sizes) -> str:
    """Every rule of every widget; ``role`` properties name what a widget is, never how it looks."""
    c, s = colours, sizes
    return f"""
    QWidget {{ color: {c.text}; font-size: {s.body}px; }}
    #stationWindow, #content, #settingsDialog, #setupWizard, #officeWindow, #officeContent {{ background: {c.ground}; }}
    QLabel {{ background: transparent; }}
    QLabel[role="caption"] {{ color: {c.muted}; font-size: {s.caption}px; }}
    QLabel[role="strong"] {{ font-size: {s.strong}px; font-weight: 600; }}
    QLabel[role="hero"] {{ font-size: {s.part}px; font-weight: 700; }}
    QLabel[role="helpStep"] {{ font-size: {round(21 * s.text)}px; font-weight: 500; }}
    QLabel[role="stepNumber"] {{ color: {c.accent}; font-size: {s.title}px; font-weight: 700; }}
    QLabel[role="body"] {{ font-size: {s.body}px; }}
    QLabel[role="muted"] {{ color: {c.muted}; font-size: {s.body}px; }}
    QLabel[role="section"] {{ color: {c.muted}; font-size: {s.strong}px; font-weight: 600; }}
    QLabel[role="title"] {{ font-size: {s.title}px; font-weight: 700; }}
    QLabel[role="brand"] {{ font-size: {round(20 * s.unit)}px; font-weight: 700; }}
    QLabel[role="code"] {{ font-size: {s.code}px; font-weight: 700; }}
    QLabel[tone="plain"] {{ color: {c.muted}; }}
    QLabel[tone="good"] {{ color: {c.good}; }}
    QLabel[tone="caution"] {{ color: {c.caution}; }}
    QLabel[tone="bad"] {{ color: {c.bad}; }}
    QLabel[role="empty"] {{ color: {c.muted}; font-size: {round(19 * s.unit)}px; }}
    QLabel[role="figure"] {{ color: {c.muted}; font-size: {s.body}px; }}
    QLabel[role="figure"][tone="bad"] {{ color: {c.bad}; font-weight: 600; }}
    QLabel[role="pill"] {{
        background: {c.raised}; border: 1px solid {c.line}; border-radius: {round(13 * s.unit)}px;
        padding: {round(3 * s.unit)}px {round(11 * s.unit)}px; font-size: {s.body}px; font-weight: 600;
        max-height: {round(30 * s.text)}px;
    }}
    QFrame[role="bar"] {{ background: {c.surface}; border: none; }}
    QFrame[role="card"] {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {s.radius}px; }}
    QFrame[role="popover"] {{ background: {c.raised}; border: 2px solid {c.muted}; border-radius: {s.radius}px; }}
    QPushButton[role="lamp"] {{ background: transparent; border: none; padding: 0; }}
    QPushButton[role="lamp"]:hover {{ background: {c.raised}; }}
    QPushButton[role="tool"] {{ background: transparent; border-color: transparent; padding: 0; }}
    QPushButton[role="tool"]:hover {{ background: {c.raised}; }}
    QPushButton[role="key"] {{ background: {c.surface}; padding: 0; font-size: {s.title}px; font-weight: 600; }}
    QPushButton[role="onBanner"] {{
        background: #FFFFFF; border-color: #FFFFFF; color: #98211A; font-size: {round(26 * s.text)}px; font-weight: 700;
    }}
    QPushButton[role="onBanner"]:pressed {{ background: #F3D4D2; }}
    QFrame[role="openPart"] {{ background: {c.raised}; border: none; border-radius: {s.radius}px; }}
    QFrame[role="demoStrip"] {{ background: {c.raised}; border: 1px dashed {c.muted}; border-radius: {s.radius}px; }}
    QLabel[role="demoMark"] {{ color: {c.caution}; font-size: {s.body}px; font-weight: 700; }}
    QLabel[role="demoText"] {{ font-size: {s.body}px; font-weight: 500; }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
    QScrollBar:vertical {{ background: transparent; width: {round(10 * s.unit)}px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {c.line}; border-radius: {round(4 * s.unit)}px; min-height: 30px; }}
    QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0; }}
    QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical {{ background: transparent; }}
    QListView {{ background: transparent; border: none; outline: 0; }}
    QListView QScrollBar:vertical {{
        background: {c.surface}; border-radius: {round(5 * s.unit)}px;
        width: {round(s.touch * 0.35)}px; margin: 0 0 0 {round(6 * s.unit)}px;
    }}
    QListView QScrollBar::handle:vertical {{
        background: {c.muted}; border-radius: {round(3 * s.unit)}px; margin: 2px {round(4 * s.unit)}px;
        min-height: {s.touch}px;
    }}
    QLineEdit {{
        background: {c.surface}; border: 2px solid {c.line}; border-radius: {s.radius}px;
        padding: 0 {round(14 * s.unit)}px; font-size: {round(22 * s.unit)}px; font-weight: 600;
        selection-background-color: {c.accent}; selection-color: {c.on_accent};
    }}
    QLineEdit:focus {{ border-color: {c.accent}; }}
    QPlainTextEdit[role="reading"] {{
        background: {c.surface}; border: 1px solid {c.line}; border-radius: {s.radius}px;
        padding: {round(6 * s.unit)}px; font-size: {s.body}px;
        selection-background-color: {c.accent}; selection-color: {c.on_accent};
    }}
    QPlainTextEdit[role="reading"]:focus {{ border-color: {c.accent}; }}
    QPushButton {{
        background: {c.raised}; border: 2px solid {c.line}; border-radius: {s.radius}px;
        padding: 0 {round(14 * s.unit)}px; font-size: {s.strong}px; font-weight: 600;
    }}
    QPushButton:hover {{ border-color: {c.muted}; }}
    QPushButton:pressed {{ background: {c.line}; }}
    QPushButton:disabled {{ color: {c.muted}; background: {c.surface}; border-color: {c.line}; }}
    QPushButton[role="primary"] {{
        background: {c.accent}; border-color: {c.accent}; color: {c.on_accent};
        font-size: {round(26 * s.unit)}px; font-weight: 700;
    }}
    QPushButton[role="primary"]:pressed {{ background: {c.accent_pressed}; border-color: {c.accent_pressed}; }}
    QPushButton[role="primary"]:disabled {{ background: {c.surface}; border-color: {c.line}; color: {c.muted}; }}
    QPushButton[role="deskPrimary"] {{ background: {c.accent}; border-color: {c.accent}; color: {c.on_accent}; }}
    QPushButton[role="deskPrimary"]:pressed {{ background: {c.accent_pressed}; }}
    QPushButton[role="deskPrimary"]:disabled {{ background: {c.surface}; border-color: {c.line}; color: {c.muted}; }}
    QPushButton[role="quiet"] {{ background: transparent; border-color: {c.line}; }}
    QPushButton[role="choice"] {{ text-align: left; }}
    QPushButton[role="choice"]:checked {{ background: {c.selected}; border-color: {c.accent}; }}
    QFrame[role="fieldRow"] {{
        background: {c.surface}; border: none; border-left: {s.bar}px solid transparent; border-radius: {s.radius}px;
    }}
    QFrame[role="fieldRow"][tone="changed"], QFrame[role="fieldRow"][tone="bad"] {{
        border-left-color: {c.accent}; border-top-left-radius: 0; border-bottom-left-radius: 0;
    }}
    QFrame[role="fieldRow"][tone="bad"] {{ border-left-color: {c.bad}; }}
    QPushButton[role="bigChoice"] {{ font-size: {s.code}px; font-weight: 700; }}
    QPushButton[role="bigChoice"]:checked {{ background: {c.selected}; border-color: {c.accent}; }}
    QFrame[role="stepDot"] {{ background: {c.line}; border: none; border-radius: {s.bar // 2}px; }}
    QFrame[role="stepDot"][tone="done"] {{ background: {c.muted}; }}
    QFrame[role="stepDot"][tone="now"] {{ background: {c.accent}; }}
    QProgressBar {{ background: {c.line}; border: none; border-radius: {s.bar // 2}px; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: {s.bar // 2}px; }}
    QLabel[role="field"] {{ font-size: {s.strong}px; font-weight: 500; }}
    QLineEdit[role="setting"] {{ font-size: {s.strong}px; background: {c.ground}; }}
    QLineEdit[role="setting"]:disabled {{ color: {c.muted}; background: {c.surface}; }}
    QFrame[role="fieldRow"] QPushButton[role="quiet"] {{ padding: 0; }}
    QPushButton[role="stepper"] {{ padding: 0; font-size: {s.title}px; }}
    QFrame[role="segments"] {{ border: 2px solid transparent; border-radius: {s.radius}px; }}
    QFrame[role="segments"]:focus {{ border-color: {c.accent}; }}
    {_fits(s)}
    QPushButton[role="segment"] {{ padding: 0; border-radius: 0; border-width: 1px; font-size: {s.body}px; }}
    QPushButton[role="segment"]:checked {{
        background: {c.selected}; border: 2px solid {c.accent}; border-radius: {round(s.radius * 0.7)}px;
        color: {c.text};
    }}
    QComboBox[role="chooser"], QDateEdit[role="day"] {{
        background: {c.surface}; border: 2px solid {c.line}; border-radius: {round(s.radius * 0.7)}px;
        padding: 0 {round(10 * s.unit)}px; font-size: {s.body}px; font-weight: 600;
    }}
    QComboBox[role="chooser"]::drop-down, QDateEdit[role="day"]::drop-down {{
        border: none; width: {round(24 * s.unit)}px;
    }}
    QComboBox[role="chooser"]::down-arrow, QDateEdit[role="day"]::down-arrow {{
        width: 0; height: 0; border-top: {round(6 * s.unit)}px solid {c.muted};
        border-left: {round(5 * s.unit)}px solid {c.surface}; border-right: {round(5 * s.unit)}px solid {c.surface};
    }}
    QComboBox[role="chooser"]:focus, QDateEdit[role="day"]:focus {{ border-color: {c.accent}; }}
    QComboBox[role="chooser"] QAbstractItemView {{
        background: {c.raised}; border: 1px solid {c.line}; padding: {round(4 * s.unit)}px;
        selection-background-color: {c.selected}; selection-color: {c.text};
    }}
    QTableView[role="records"], QListView[role="timeline"] {{
        background: {c.surface}; border: 1px solid {c.line}; border-radius: {round(s.radius * 0.5)}px; outline: 0;
        selection-background-color: {c.selected}; selection-color: {c.text};
    }}
    QTableView[role="records"]:focus, QListView[role="timeline"]:focus {{ border-color: {c.accent}; }}
    QListView[role="timeline"] QScrollBar:vertical {{
        background: transparent; width: {round(10 * s.unit)}px; margin: 0;
    }}
    QListView[role="timeline"] QScrollBar::handle:vertical {{
        background: {c.line}; border-radius: {round(4 * s.unit)}px; margin: 0; min-height: 30px;
    }}
    QTableView[role="records"] QHeaderView::section {{
        background: {c.raised}; color: {c.muted}; border: none; border-bottom: 1px solid {c.line};
        padding: {round(5 * s.unit)}px {round(6 * s.unit)}px; font-size: {s.caption}px; font-weight: 600;
    }}
    QTableView[role="records"] QHeaderView {{ background: {c.raised}; border: none; }}
    QLineEdit[role="filter"] {{
        font-size: {s.body}px; font-weight: 500; border-radius: {round(s.radius * 0.7)}px;
        padding: 0 {round(10 * s.unit)}px;
    }}
    QListWidget[role="tabs"]::item {{
        padding: 0 {round(8 * s.unit)}px; border-radius: {round(s.radius * 0.7)}px;
        border: 2px solid transparent; margin-bottom: {round(2 * s.unit)}px;
    }}
    QListWidget[role="tabs"]::item:hover {{ background: {c.raised}; }}
    QListWidget[role="tabs"]::item:selected {{ background: {c.selected}; color: {c.text}; }}
    QListWidget[role="tabs"]:focus::item:selected {{ border-color: {c.accent}; }}
    QTableWidget[role="facts"] {{
        background: {c.surface}; alternate-background-color: {c.ground}; border: 1px solid {c.line};
        font-size: {s.body}px; selection-background-color: {c.selected}; selection-color: {c.text};
    }}
    QRadioButton[role="strongChoice"] {{ font-size: {s.strong}px; font-weight: 600; }}
    QRadioButton[role="strongChoice"]:disabled {{ color: {c.muted}; }}
    QRadioButton[role="strongChoice"]:focus {{ color: {c.accent}; }}
    QRadioButton[role="strongChoice"]::indicator {{
        width: {round(14 * s.unit)}px; height: {round(14 * s.unit)}px; border-radius: {round(9 * s.unit)}px;
        border: 2px solid {c.muted}; background: {c.surface};
    }}
    QRadioButton[role="strongChoice"]::indicator:checked {{ border-color: {c.accent}; background: {c.accent}; }}
    QRadioButton[role="strongChoice"]::indicator:disabled {{ border-color: {c.line}; background: {c.ground}; }}
    QTableWidget[role="facts"]:focus {{ border-color: {c.accent}; }}
    QTableWidget[role="facts"]::item {{ padding: 0 {round(5 * s.unit)}px; }}
    QTableWidget[role="facts"] QHeaderView {{ background: {c.raised}; }}
    QTableWidget[role="facts"] QHeaderView::section {{
        background: {c.raised}; color: {c.muted}; border: none; padding: 0 {round(8 * s.unit)}px;
        font-size: {s.caption}px; font-weight: 600;
    }}
    """
