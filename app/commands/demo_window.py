"""The demo in the real window, with the scripted operator at its keyboard."""

from app.commands.demo_site import DemoSite, ServerDrama, demo_script
from app.commands.station_window import run_window
from app.ports.clock import SystemClock
from ui.bridge import StationBridge
from ui.demo.autopilot import Autopilot
from ui.shell.window import StationWindow


def show_demo(site: DemoSite, *, manual: bool) -> int:
    """``manual``: everything but the script and the server's death."""
    if manual:
        return run_window(site.settings)
    pilots: list[Autopilot] = []

    def say(words: str) -> None:
        for pilot in pilots:
            pilot.announce(words)

    drama = ServerDrama(site.server, say)

    def attach(window: StationWindow, bridge: StationBridge) -> None:
        pilots.append(Autopilot(window, bridge, demo_script(), SystemClock(), lambda: drama.over))
        pilots[0].start()

    try:
        return run_window(site.settings, drama, attach=attach)
    finally:
        drama.close()
