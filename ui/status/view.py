"""The status bar: who detects, with which model, how fast, and how the camera is; glyph, word and colour."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from app.ports.camera import CameraState
from ui.status.view_model import Connection, RecordLine, StatusState
from ui.theme.tokens import Sizes
from ui.theme.widgets import label, set_tone

_CONNECTION_MARKS = {
    Connection.SERVER: ("●", "good"),
    Connection.LOCAL: ("▲", "caution"),
    Connection.NONE: ("✗", "bad"),
}
_CAMERA_MARKS = {
    CameraState.LIVE: ("●", "good"),
    CameraState.OPENING: ("○", "caution"),
    CameraState.FROZEN: ("⚠", "bad"),
    CameraState.ABSENT: ("✗", "bad"),
    CameraState.ENDED: ("■", "caution"),
}


class StatusView(QFrame):
    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("statusBar")
        self.setProperty("role", "bar")
        self._connection = label("strong", name="connectionText")
        self._camera = label("strong", name="cameraText")
        self._agreement = label("strong", name="agreementText")
        self._record = label("strong", name="recordText")
        self._model = label("figure", name="modelText")
        self._frames = label("figure", tabular=True, name="frameCounter")
        self._rate = label("figure", tabular=True, name="resultRate")
        self._age = label("figure", tabular=True, name="resultAge")
        self._row = QHBoxLayout(self)
        for widget in (self._connection, self._camera, self._agreement, self._record, self._model):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        for widget in (self._frames, self._rate, self._age):
            self._row.addWidget(widget)
        self._shown: StatusState | None = None
        self.set_sizes(sizes)

    def set_sizes(self, sizes: Sizes) -> None:
        u = sizes.unit
        self._row.setContentsMargins(round(14 * u), round(4 * u), round(14 * u), round(5 * u))
        self._row.setSpacing(round(24 * u))

    def show_state(self, state: StatusState) -> None:
        if state == self._shown:
            return
        self._shown = state
        glyph, tone = _CONNECTION_MARKS[state.connection]
        _say(self._connection, f"{glyph} {self._connection_words(state.connection)}", tone)
        glyph, tone = _CAMERA_MARKS[state.camera]
        _say(self._camera, f"{glyph} {self._camera_words(state)}", tone)
        _say(self._agreement, self.tr("⚠ Labels count without the camera"), "caution")
        self._agreement.setVisible(not state.camera_asked)
        words, tone = self._record_words(state.record)
        _say(self._record, words, tone)
        self._record.setVisible(bool(words))
        self._model.setText(state.model or self.tr("no model yet"))
        self._frames.setText(self.tr("{frames} frames").format(frames=f"{state.frames:,}".replace(",", " ")))
        self._rate.setText(self.tr("{rate} results/s").format(rate=f"{state.results_per_second:.1f}"))
        _say(self._age, self._age_words(state), "bad" if state.late else "plain")

    def _connection_words(self, connection: Connection) -> str:
        return {
            Connection.SERVER: self.tr("Server"),
            Connection.LOCAL: self.tr("Own model, server away"),
            Connection.NONE: self.tr("No detection"),
        }[connection]

    def _camera_words(self, state: StatusState) -> str:
        return {
            CameraState.LIVE: self.tr("Camera {fps}/s").format(fps=state.camera_fps),
            CameraState.OPENING: self.tr("Camera opening"),
            CameraState.FROZEN: self.tr("Camera frozen"),
            CameraState.ABSENT: self.tr("No camera"),
            CameraState.ENDED: self.tr("Clip ended"),
        }[state.camera]

    def _record_words(self, record: RecordLine) -> tuple[str, str]:
        """What is worst gives the tone; nothing to say, nothing said."""
        said: list[str] = []
        if record.broken:
            said.append(self.tr("✗ The record cannot be written"))
        if record.set_aside:
            said.append(self.tr("⚠ {count} for the supervisor").format(count=record.set_aside))
        if record.unsent:
            unsent = self.tr("↑ {count} unsent") if record.sending else self.tr("↑ {count} unsent, database away")
            said.append(unsent.format(count=record.unsent))
        if record.free_gb is not None:
            said.append(self.tr("⚠ Disk {free} GB free").format(free=f"{record.free_gb:.1f}"))
        if record.days is not None:
            said.append(self.tr("Disk lasts {days} days").format(days=record.days))
        bad = record.broken or record.set_aside > 0
        return "   ".join(said), "bad" if bad else "caution"

    def _age_words(self, state: StatusState) -> str:
        if state.age_ms is None:
            return self.tr("no result yet")
        if state.late:
            return self.tr("last result {seconds} s ago").format(seconds=f"{state.age_ms / 1000:.0f}")
        return self.tr("result {age} ms old").format(age=f"{state.age_ms:3d}")


def _say(where: QLabel, words: str, tone: str) -> None:
    where.setText(words)
    set_tone(where, tone)
