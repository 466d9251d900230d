"""The first-run wizard as values: its steps, what was answered, and what a camera's picture is worth."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.ports.camera import CameraState, CameraStatus
from app.settings import Settings


class Step(StrEnum):
    LANGUAGE = "language"
    CAMERA = "camera"
    SCANNER = "scanner"
    SERVER = "server"
    DATABASE = "database"
    ERP = "erp"
    SUMMARY = "summary"


STEPS = tuple(Step)
KEYS: Mapping[Step, tuple[str, ...]] = {
    Step.LANGUAGE: ("ui.language",),
    Step.CAMERA: ("camera.source",),
    Step.SCANNER: (
        "scanner.prefix",
        "scanner.suffix",
        "scanner.terminator",
        "scanner.burst_gap_ms",
        "scanner.serial_port",
    ),
    Step.SERVER: ("inference.address", "inference.tls_ca", "inference.token_keyring"),
    Step.DATABASE: ("database.url", "database.user"),
    Step.ERP: ("erp.base_url",),
    Step.SUMMARY: (),
}
"""What each step asks for."""


class Proof(StrEnum):
    """NOT: it could be tested and was not. WELL: it worked, as it is answered now."""

    NOT = "not"
    WELL = "well"
    BADLY = "badly"


@dataclass(frozen=True, slots=True)
class SetupState:
    """``answers``: value by ``section.key``; what is not in it stays as it is. ``tested``: the last test of a step, of
    the answers it has now."""

    step: Step = Step.LANGUAGE
    answers: Mapping[str, object] = field(default_factory=dict)
    tested: Mapping[Step, Proof] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return STEPS.index(self.step) + 1

    @property
    def last(self) -> bool:
        return self.step is STEPS[-1]

    @property
    def may_go_back(self) -> bool:
        return self.step is not STEPS[0]

    @property
    def may_skip(self) -> bool:
        return bool(KEYS[self.step]) and self.step is not Step.LANGUAGE

    @property
    def page_skips(self) -> bool:
        """Its page has a button of its own for that."""
        return self.step is Step.SCANNER

    @property
    def may_choose(self) -> bool:
        """There are choices with a number."""
        return self.step in (Step.LANGUAGE, Step.CAMERA)

    @property
    def may_test(self) -> bool:
        return self.step in (Step.SERVER, Step.DATABASE, Step.ERP)


def answered(state: SetupState, answers: Mapping[str, object]) -> SetupState:
    """A new answer makes the test of its step void."""
    news = {key: value for key, value in answers.items() if state.answers.get(key) != value}
    stale = {step for step in STEPS if set(KEYS[step]) & set(news)}
    tested = {step: how for step, how in state.tested.items() if step not in stale}
    return replace(state, answers={**state.answers, **news}, tested=tested)


def proven(state: SetupState, step: Step, how: Proof) -> SetupState:
    return replace(state, tested={**state.tested, step: how})


def moved(state: SetupState, by: int) -> SetupState:
    place = min(len(STEPS) - 1, max(0, STEPS.index(state.step) + by))
    return replace(state, step=STEPS[place])


def skipped(state: SetupState) -> SetupState:
    """On to the next step; what this one asks for stays as it was before the wizard."""
    forgotten = set(KEYS[state.step])
    answers = {key: value for key, value in state.answers.items() if key not in forgotten}
    tests = {step: how for step, how in state.tested.items() if step is not state.step}
    return moved(replace(state, answers=answers, tested=tests), 1)


def value_now(state: SetupState, settings: Settings, key: str) -> object:
    """The answer, or what is set already."""
    section, _, name = key.partition(".")
    return state.answers.get(key, getattr(getattr(settings, section), name))


def changes(state: SetupState, settings: Settings) -> Mapping[str, object]:
    """What is written: every answer that differs from what is set, and always the language, so that a wizard that has
    been finished leaves a settings file behind and does not come again."""
    language = KEYS[Step.LANGUAGE][0]
    kept = {key: value for key, value in state.answers.items() if value != value_now(SetupState(), settings, key)}
    return {language: value_now(state, settings, language), **kept}


# -- the summary ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """``values``: name and value of what the step mainly asks for, and of what is not as usual; nothing empty.
    ``fixed``: one of them is set by the environment or the
    command line, whatever the file says."""

    step: Step
    values: tuple[tuple[str, str], ...]
    changed: bool
    tested: Proof | None
    fixed: bool


_TESTABLE = {Step.CAMERA, Step.SERVER, Step.DATABASE, Step.ERP}


def summary(state: SetupState, settings: Settings, origins: Mapping[str, str]) -> tuple[SummaryRow, ...]:
    written = changes(state, settings)
    return tuple(
        SummaryRow(
            step,
            tuple(_worth_telling(keys, state, settings)),
            changed=bool(set(keys) & set(written)),
            tested=state.tested.get(step, Proof.NOT) if step in _TESTABLE else None,
            fixed=any(is_fixed(origins, key) for key in keys),
        )
        for step, keys in KEYS.items()
        if keys
    )


def _worth_telling(keys: Sequence[str], state: SetupState, settings: Settings) -> Iterator[tuple[str, str]]:
    usual = Settings()
    for key in keys:
        value = value_now(state, settings, key)
        if value != "" and (key == keys[0] or value != value_now(SetupState(), usual, key)):
            yield key, str(value)


def is_fixed(origins: Mapping[str, str], key: str) -> bool:
    """``origins``: see ``settings_with_origins``."""
    said = origins.get(key, "")
    return said == "command line" or said.startswith(("environment ", "policy "))


# -- the camera's picture ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seen:
    """Width and height of the newest frame, pixels; 0: none has come."""

    width: int = 0
    height: int = 0


def sight(status: CameraStatus, seen: Seen) -> CameraState:
    """What is said of the chosen camera: LIVE not before its first picture has come."""
    waits = status.state is CameraState.LIVE and not seen.width
    return CameraState.OPENING if waits else status.state


def verdict(state: CameraState) -> Proof:
    """Rule M3: a camera is good for the job while new pictures come in which something can be seen."""
    if state is CameraState.OPENING:
        return Proof.NOT
    return Proof.WELL if state is CameraState.LIVE else Proof.BADLY
