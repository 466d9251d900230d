"""How the window looks and speaks: changed while it runs, by building it anew."""

from dataclasses import dataclass, replace

from ui.language import Language
from ui.theme.tokens import PALETTES, Palette

TEXT_STEPS = (100, 115, 130, 150)


@dataclass(frozen=True, slots=True)
class Look:
    language: Language = Language.EN
    theme: str = "dark"
    text_percent: int = 100

    @property
    def colours(self) -> Palette:
        return PALETTES[self.theme]

    @property
    def other_language(self) -> Language:
        return Language.ID if self.language is Language.EN else Language.EN

    def with_other_language(self) -> "Look":
        return replace(self, language=self.other_language)

    def with_other_theme(self) -> "Look":
        return replace(self, theme="light" if self.theme == "dark" else "dark")

    def with_next_text(self) -> "Look":
        """The next larger text, and the smallest after the largest."""
        larger = [step for step in TEXT_STEPS if step > self.text_percent]
        return replace(self, text_percent=larger[0] if larger else TEXT_STEPS[0])
