"""What each lamp says: a few words on the bar; the sentence and what to do, once it is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.domain.program_version import Standing
from ui.language import number, time_of_day
from ui.status.view_model import Condition, Lamp, LampState


@dataclass(frozen=True, slots=True)
class LampWords:
    name: str
    short: str
    sentence: str
    action: str


Said = Mapping[Condition, tuple[str, str, str]]
"""What stands on the bar, the sentence, what to do."""


class StatusWords:
    """In the language of the moment it is made."""

    def __init__(self) -> None:
        tr = QCoreApplication.translate
        self._names: Mapping[Lamp, str] = {
            Lamp.DETECTION: tr("Status", "Detection"),
            Lamp.CAMERA: tr("Status", "Camera"),
            Lamp.SCANNER: tr("Status", "Scanner"),
            Lamp.DATABASE: tr("Status", "Database"),
            Lamp.DISK: tr("Status", "Disk"),
            Lamp.CLOCK: tr("Status", "Clock"),
        }
        self._said: Said = {
            **_of_detection(),
            **_of_camera(),
            **_of_scanner(),
            **_of_database(),
            **_of_disk(),
            **_of_clock(),
        }
        self._disk_lasts = tr("Status", "The disk lasts {lasts}.")
        self._hours, self._days = tr("Status", "{hours} h"), tr("Status", "{days} days")

    def of(self, state: LampState) -> LampWords:
        short, sentence, action = (self._filled(words, state.details) for words in self._said[state.condition])
        lasts = self._lasts(state.details)
        if state.condition is Condition.DATABASE_AWAY and lasts:
            short, sentence = f"{short}, {lasts}", f"{sentence} {self._disk_lasts.format(lasts=lasts)}"
        return LampWords(self._names[state.lamp], short, sentence, action)

    def _filled(self, words: str, details: Mapping[str, object]) -> str:
        return words.format_map(
            {**{key: _shown(value) for key, value in details.items()}, "lasts": self._lasts(details)}
        )

    def _lasts(self, details: Mapping[str, object]) -> str:
        if "hours" in details:
            return self._hours.format(hours=_shown(details["hours"]))
        return self._days.format(days=_shown(details["days"])) if "days" in details else ""


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return time_of_day(value)
    return number(value, 1) if isinstance(value, float) else number(int(str(value)))


def _nothing_to_do() -> str:
    return QCoreApplication.translate("Status", "There is nothing to do.")


def _of_detection() -> Said:
    tr = QCoreApplication.translate
    nothing = _nothing_to_do()
    return {
        Condition.SERVER: (
            tr("Status", "Server {rate}/s"),
            tr(
                "Status",
                "The server names the parts, {rate} pictures a second; the newest answer is {age_ms} ms old.",
            ),
            nothing,
        ),
        Condition.OWN_MODEL: (
            tr("Status", "Own model"),
            tr("Status", "The server does not answer. This station names the parts itself, somewhat slower."),
            tr("Status", "Go on working, and tell IT. The station goes back to the server by itself."),
        ),
        Condition.NO_DETECTION: (
            tr("Status", "None"),
            tr("Status", "Neither the server nor this station's own model answers: no part can be accepted."),
            tr("Status", "Call IT. Labels that need the camera wait until then."),
        ),
        Condition.RESULTS_LATE: (
            tr("Status", "Late"),
            tr("Status", "The last answer is more than a second old."),
            tr("Status", "Wait a moment. If it stays so, call IT."),
        ),
    }


def _of_camera() -> Said:
    tr = QCoreApplication.translate
    nothing = _nothing_to_do()
    return {
        Condition.CAMERA_OPENING: (
            tr("Status", "Opening"),
            tr("Status", "The camera is being opened."),
            tr("Status", "Wait a moment."),
        ),
        Condition.CAMERA_LIVE: (
            tr("Status", "{fps}/s"),
            tr("Status", "The camera gives {fps} pictures a second."),
            nothing,
        ),
        Condition.CAMERA_FROZEN: (
            tr("Status", "Frozen"),
            tr("Status", "The camera repeats its last picture. Nothing is accepted."),
            tr("Status", "Check the camera's cable; unplug it and plug it in again."),
        ),
        Condition.CAMERA_ABSENT: (
            tr("Status", "Missing"),
            tr("Status", "There is no camera."),
            tr("Status", "Plug the camera in. The station finds it by itself."),
        ),
        Condition.CAMERA_ENDED: (
            tr("Status", "Ended"),
            tr("Status", "The recorded clip has ended."),
            tr("Status", "Start the station again to replay it."),
        ),
        Condition.CAMERA_DARK: (
            tr("Status", "Too dark"),
            tr("Status", "The picture is too dark to name a part."),
            tr("Status", "Switch the lamp on."),
        ),
        Condition.CAMERA_COVERED: (
            tr("Status", "Covered"),
            tr("Status", "Something covers the camera's lens."),
            tr("Status", "Take away what is in front of it, and clean the lens."),
        ),
        Condition.LABELS_ALONE: (
            tr("Status", "{fps}/s, not asked"),
            tr("Status", "At this site labels count without the camera."),
            tr("Status", "Look at each cover yourself."),
        ),
    }


def _of_scanner() -> Said:
    tr = QCoreApplication.translate
    nothing = _nothing_to_do()
    return {
        Condition.SCANNER_UNHEARD: (
            tr("Status", "Not used yet"),
            tr("Status", "No code has come since the start."),
            tr("Status", "Scan a code to see whether the scanner works; or type it."),
        ),
        Condition.SCANNER_READY: (
            tr("Status", "{codes} read"),
            tr("Status", "{codes} codes were read since the start."),
            nothing,
        ),
        Condition.SCANNER_ABSENT: (
            tr("Status", "Missing"),
            tr("Status", "The scanner at its port does not answer."),
            tr("Status", "Plug the scanner in. Meanwhile show codes to the camera, or type them."),
        ),
        Condition.CAPS_LOCK: (
            tr("Status", "Caps Lock"),
            tr("Status", "Small and capital letters of the codes are exchanged: Caps Lock seems to be on."),
            tr("Status", "Press Caps Lock once."),
        ),
        Condition.FOREIGN_LAYOUT: (
            tr("Status", "Keyboard layout"),
            tr(
                "Status",
                "The codes come with wrong characters: scanner and computer have different keyboard layouts.",
            ),
            tr("Status", "Call IT: the scanner has to be taught again, or the layout set."),
        ),
    }


def _of_database() -> Said:
    tr = QCoreApplication.translate
    nothing = _nothing_to_do()
    return {
        Condition.SAVED: (
            tr("Status", "All sent"),
            tr("Status", "Everything that was submitted is in the factory's database."),
            nothing,
        ),
        Condition.SENDING: (
            tr("Status", "{count} on the way"),
            tr("Status", "{count} sessions are on their way to the factory's database."),
            nothing,
        ),
        Condition.DATABASE_AWAY: (
            tr("Status", "Offline, {count} unsent"),
            tr(
                "Status",
                "The factory's database does not answer. {count} submitted sessions are safe on this station.",
            ),
            tr("Status", "Go on working; they are sent by themselves. Tell IT."),
        ),
        Condition.FOR_SUPERVISOR: (
            tr("Status", "{count} for the supervisor"),
            tr("Status", "{count} sessions were not taken over by the factory's database."),
            tr("Status", "Call the supervisor. Nothing of them is lost."),
        ),
        Condition.NOT_IN_STEP: (
            tr("Status", "Not in step"),
            tr("Status", "Sessions are sent, but people and the audit could not be brought up to date."),
            tr("Status", "Go on working. Tell IT."),
        ),
        Condition.RECORD_BROKEN: (
            tr("Status", "Cannot be written"),
            tr("Status", "This station's own record cannot be read or written."),
            tr("Status", "Stop, and call IT."),
        ),
    }


def _of_disk() -> Said:
    tr = QCoreApplication.translate
    nothing = _nothing_to_do()
    return {
        Condition.DISK_ROOMY: (
            tr("Status", "Enough room"),
            tr("Status", "There is enough room on this station's disk."),
            nothing,
        ),
        Condition.DISK_LASTS: (
            tr("Status", "Lasts {lasts}"),
            tr("Status", "At today's rate the disk lasts {lasts}."),
            tr("Status", "Tell IT in time."),
        ),
        Condition.DISK_LOW: (
            tr("Status", "{free_gb} GB free"),
            tr("Status", "Only {free_gb} GB are free. Pictures worth least are removed to make room."),
            tr("Status", "Go on working, and tell IT."),
        ),
        Condition.DISK_FULL: (
            tr("Status", "Full"),
            tr("Status", "The disk is nearly full: only {free_gb} GB are free. Nothing more is counted."),
            tr("Status", "Call IT. Scanning goes on once there is room."),
        ),
    }


def _of_clock() -> Said:
    tr = QCoreApplication.translate
    nothing = _nothing_to_do()
    return {
        Condition.CLOCK_GOOD: (
            tr("Status", "{time}"),
            tr("Status", "The clock goes as it should."),
            nothing,
        ),
        Condition.CLOCK_JUMPED: (
            tr("Status", "{time}, jumped"),
            tr("Status", "The clock was moved by {minutes} minutes since the start."),
            tr("Status", "Tell IT. Nothing is lost: the order of the records does not depend on it."),
        ),
    }


def program_words(program: Standing, wanted: str) -> str:
    """``wanted``: the version that the server names. Nothing to say of a program that is fine."""
    tr = QCoreApplication.translate
    words = {
        Standing.FINE: "",
        Standing.NEWER_THERE: tr("Status", "Version {version} of this program is there. IT installs it."),
        Standing.TOO_OLD: tr("Status", "The server asks for version {version} of this program. Call IT."),
    }[program]
    return words.format(version=wanted)
