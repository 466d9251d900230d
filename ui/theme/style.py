"""The one application style: Fusion, an explicit palette, one stylesheet built from the tokens."""

from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme.tokens import PALETTES, Palette, Sizes

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
FONT_FAMILY = "Inter"


def dress(app: QApplication, theme: str) -> None:
    """Give the application its font, style and palette."""
    for file in sorted((RESOURCES / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))
    app.setFont(QFont(FONT_FAMILY, 11))
    app.setStyle("Fusion")
    app.setPalette(_qpalette(PALETTES[theme]))


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


def stylesheet(colours: Palette, sizes: Sizes) -> str:
    """Every rule of every widget; ``role`` properties name what a widget is, never how it looks."""
    c, s = colours, sizes
    return f"""
    QWidget {{ color: {c.text}; font-size: {s.body}px; }}
    #stationWindow, #content {{ background: {c.ground}; }}
    QLabel {{ background: transparent; }}
    QLabel[role="caption"] {{ color: {c.muted}; font-size: {s.caption}px; }}
    QLabel[role="strong"] {{ font-size: {s.strong}px; font-weight: 600; }}
    QLabel[role="muted"] {{ color: {c.muted}; font-size: {s.body}px; }}
    QLabel[role="section"] {{ color: {c.muted}; font-size: {s.strong}px; font-weight: 600; }}
    QLabel[role="title"] {{ font-size: {s.title}px; font-weight: 700; }}
    QLabel[role="brand"] {{ font-size: {round(20 * s.unit)}px; font-weight: 700; }}
    QLabel[role="part"] {{ font-size: {s.part}px; font-weight: 700; }}
    QLabel[role="distinction"] {{ color: {c.text}; font-size: {s.strong}px; font-weight: 600; }}
    QLabel[role="quantity"] {{ font-size: {s.quantity}px; font-weight: 600; }}
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
    }}
    QFrame[role="bar"] {{ background: {c.surface}; border: none; }}
    QFrame[role="card"] {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {s.radius}px; }}
    QFrame[role="openPart"] {{ background: {c.raised}; border: none; border-radius: {s.radius}px; }}
    QFrame[role="labelRow"] {{ background: {c.surface}; border: none; border-radius: {round(s.radius * 0.7)}px; }}
    QFrame[role="demoStrip"] {{ background: {c.raised}; border: 1px dashed {c.muted}; border-radius: {s.radius}px; }}
    QLabel[role="demoMark"] {{ color: {c.caution}; font-size: {s.body}px; font-weight: 700; }}
    QLabel[role="demoText"] {{ font-size: {s.body}px; font-weight: 500; }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
    QScrollBar:vertical {{ background: transparent; width: {round(10 * s.unit)}px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {c.line}; border-radius: {round(4 * s.unit)}px; min-height: 30px; }}
    QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0; }}
    QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical {{ background: transparent; }}
    QLineEdit {{
        background: {c.surface}; border: 2px solid {c.line}; border-radius: {s.radius}px;
        padding: 0 {round(14 * s.unit)}px; font-size: {round(22 * s.unit)}px; font-weight: 600;
        selection-background-color: {c.accent}; selection-color: {c.on_accent};
    }}
    QLineEdit:focus {{ border-color: {c.accent}; }}
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
    QPushButton[role="quiet"] {{ background: transparent; border-color: {c.line}; font-size: {s.body}px; }}
    QPushButton[role="choice"] {{ text-align: left; }}
    QPushButton[role="choice"]:checked {{ background: {c.selected}; border-color: {c.accent}; }}
    """
