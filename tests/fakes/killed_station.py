"""A whole station as a process of its own, to be killed: ``python -m tests.fakes.killed_station FOLDER``.

It scans one label after another and says each that the desk has answered, one code a line; first of all it says what it
found on its record: ``resumed CODE,CODE…``.
"""

import sys
from pathlib import Path

from app.bootstrap import build_station
from app.domain.notices import InfoCode
from app.settings_layers import load_settings
from app.use_cases.desk_state import DeskState, Phase
from app.use_cases.inspect import Inspected

DN = "KSS007317A"


class Speaker:
    """Says what the desk says, before anything else happens."""

    def desk_changed(self, state: DeskState) -> None:
        code = state.notice.code
        if code is InfoCode.RESUMED and state.session:
            print("resumed", ",".join(label.code.text for label in state.session.labels), flush=True)
        elif code is InfoCode.NOTE_OPENED:
            print("resumed", flush=True)
        elif code is InfoCode.LABEL_COUNTED and state.phase is Phase.PACKING:
            print(state.notice.details["label"], flush=True)

    def inspected(self, inspected: Inspected) -> None:
        pass

    def bug(self, error: BaseException) -> None:
        print(f"bug {error!r}", flush=True)


def main() -> None:
    folder, base_url, labels = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    settings = load_settings(
        folder / "none.toml",
        {},
        [
            f"data_dir={folder}",
            f"camera.source={folder / 'unplugged'}",
            "station.detector=local",
            f"model.path={folder / 'none.onnx'}",
            f"erp.base_url={base_url}",
            "decision.agreement=two_way",
            "station.sign_in=false",
            "station.hold_refusals=false",
        ],
    )
    station = build_station(settings, Speaker())
    station.start()
    station.open_note(DN)  # refused while a session with labels is open
    for number in range(labels):
        station.scan(f"L-{number:04d}")
    sys.stdin.read()
    station.close()


if __name__ == "__main__":
    main()
