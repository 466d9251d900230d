"""A label and a part side by side, what is between them, and what deciding would have changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.alias import Alias
from app.domain.part_number import PartNumber, canonical_part_number
from app.use_cases.alias_overview import SideBySide
from ui.aliases.pictures import PictureStrip
from ui.aliases.view_model import AliasRow, EffectState, EffectTone
from ui.aliases.words import (
    act_words,
    change_words,
    danger_words,
    difference_words,
    effect_words,
    likeness_words,
    more_changes_words,
    not_replayed_words,
    standing_words,
)
from ui.theme.plain_text import shown
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import label, set_tone

_HISTORY_SHOWN = 4
_TONES = {
    EffectTone.UNKNOWN: "plain",
    EffectTone.NOTHING: "plain",
    EffectTone.SOME: "caution",
    EffectTone.DANGEROUS: "",
}


@dataclass(frozen=True, slots=True)
class Detail:
    """What was fetched about a row and a part."""

    side: SideBySide
    of_label: tuple[QImage, ...]
    of_part: tuple[QImage, ...]
    effect: EffectState


class AliasDetail(QWidget):
    """``part_chosen``: another part (a PartNumber) for a label without an alias."""

    part_chosen = Signal(object)

    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self._colours, self._sizes = colours, sizes
        self._make()
        self._build()
        self.parts.currentIndexChanged.connect(self._chosen)

    def _make(self) -> None:
        self._standing = self._words("body", "aliasStanding")
        self._earlier = self._words("muted", "aliasEarlier")
        self._label = self._words("strong", "aliasLabel")
        self._spelling = self._words("muted", "aliasSpelling")
        self._model = self._words("muted", "aliasModel")
        self._part = self._words("strong", "aliasPart")
        self._part.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.parts = QComboBox()
        self.parts.setObjectName("aliasParts")
        self.parts.setProperty("role", "chooser")
        self.parts.setFixedHeight(round(38 * self._sizes.unit))
        self.parts.setAccessibleName(self.tr("Part that the label may be"))
        self.parts.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._of_label = PictureStrip("aliasLabelPictures", self.tr("Covers that the model calls so"), *self._look)
        self._of_part = PictureStrip("aliasPartPictures", self.tr("Covers of the part"), *self._look)
        self._differences = self._words("strong", "aliasDifferences")
        self._likeness = self._words("muted", "aliasLikeness")
        self._danger = self._words("strong", "aliasDanger")
        set_tone(self._danger, "bad")
        self._effect = self._words("strong", "aliasEffect")
        self._not_replayed = self._words("muted", "aliasNotReplayed")
        self._changes = QListWidget()
        self._changes.setObjectName("aliasChanges")
        self._changes.setAccessibleName(self.tr("Decisions that would have been others"))
        self._changes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    @property
    def _look(self) -> tuple[Palette, Sizes]:
        return self._colours, self._sizes

    def _words(self, role: str, name: str) -> QLabel:
        made = label(role, name=name)
        made.setWordWrap(True)
        return made

    def _build(self) -> None:
        self._chosen_part = QStackedWidget()
        self._chosen_part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        for each in (self._part, self.parts):
            self._chosen_part.addWidget(each)
        cards = QHBoxLayout()
        cards.setSpacing(self._sizes.gap)
        ours = (self._label, self._spelling, self._model)
        cards.addWidget(self._card(self.tr("The model says"), ours, self._of_label), 1)
        cards.addWidget(self._card(self.tr("The ERP's part"), (self._chosen_part,), self._of_part), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, self._sizes.gap, 0)
        column.setSpacing(round(7 * self._sizes.unit))
        column.addWidget(self._standing)
        column.addWidget(self._earlier)
        column.addLayout(cards)
        column.addWidget(self._differences)
        column.addWidget(self._likeness)
        column.addSpacing(round(4 * self._sizes.unit))
        for widget in (self._danger, self._effect, self._not_replayed):
            column.addWidget(widget)
        column.addWidget(self._changes, 1000)
        column.addStretch(1)

    def _card(self, caption: str, words: Sequence[QWidget], strip: PictureStrip) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        column, margin = QVBoxLayout(card), round(10 * self._sizes.unit)
        column.setContentsMargins(margin, round(6 * self._sizes.unit), margin, margin)
        column.setSpacing(round(3 * self._sizes.unit))
        for widget in (label("caption", caption), *words):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(strip)
        return card

    # -- what is seen -----------------------------------------------------------------------------------------------

    def show_row(self, row: AliasRow, acts: Sequence[Alias], parts: Sequence[PartNumber]) -> None:
        """What is known at once; ``acts`` about the row, newest first; ``parts`` to choose from."""
        self._standing.setText(standing_words(row))
        earlier = [act_words(act) for act in acts[1 : 1 + _HISTORY_SHOWN]]
        self._earlier.setText("\n".join(earlier))
        self._earlier.setVisible(bool(earlier))
        self._label.setText(shown(row.key.label, 100))
        self._spelling.setText(
            self.tr("spelt {part}").format(part=shown(str(canonical_part_number(row.key.label)), 100))
        )
        self._model.setText(self.tr("model {model}").format(model=shown(str(row.key.model), 160)))
        self._part.setText(shown(str(row.part or ""), 100))
        self._chosen_part.setCurrentWidget(self.parts if row.alias is None else self._part)
        if row.alias is None:
            self._offer_parts(row.part, parts)

    def _offer_parts(self, suggested: PartNumber | None, parts: Sequence[PartNumber]) -> None:
        self.parts.blockSignals(True)
        self.parts.clear()
        self.parts.addItem(self.tr("Choose a part"), None)
        for part in parts:
            self.parts.addItem(shown(part.text, 100), part)
        self.parts.setCurrentIndex(list(parts).index(suggested) + 1 if suggested and suggested in parts else 0)
        self.parts.blockSignals(False)

    def show_waiting(self, words: str) -> None:
        """Nothing is known yet of what lies between them, or there is no part to compare with."""
        for strip in (self._of_label, self._of_part):
            strip.show_pictures((), words)
        for each in (self._differences, self._likeness, self._danger, self._not_replayed):
            each.hide()
        self._effect.setText(words)
        set_tone(self._effect, "plain")
        self._changes.clear()
        self._changes.hide()

    def show_detail(self, detail: Detail) -> None:
        none_here = self.tr("No picture here: none was kept, or it lies on another station.")
        self._of_label.show_pictures(detail.of_label, none_here)
        self._of_part.show_pictures(detail.of_part, none_here)
        self._differences.setText("   ·   ".join(map(difference_words, detail.side.differences)))
        self._differences.setVisible(bool(detail.side.differences))
        set_tone(self._differences, "caution" if any(each.discriminating for each in detail.side.differences) else "")
        self._likeness.setText(likeness_words(detail.side))
        self._likeness.show()
        self._show_effect(detail.effect)

    def _show_effect(self, state: EffectState) -> None:
        said = ((self._danger, danger_words(state)), (self._not_replayed, not_replayed_words(state)))
        for widget, words in said:
            widget.setText(words)
            widget.setVisible(bool(words))
        self._effect.setText(effect_words(state))
        set_tone(self._effect, _TONES[state.tone])
        self._changes.clear()
        for change in state.changes:
            item = QListWidgetItem(change_words(change))
            item.setForeground(QColor(self._colours.bad if change.dangerous else self._colours.text))
            self._changes.addItem(item)
        if state.more:
            self._changes.addItem(more_changes_words(state.more))
        self._changes.setMaximumHeight(self._changes.sizeHintForRow(0) * self._changes.count() + self._sizes.gap)
        self._changes.setVisible(bool(state.changes))

    @Slot()
    def _chosen(self) -> None:
        self.part_chosen.emit(self.parts.currentData())
