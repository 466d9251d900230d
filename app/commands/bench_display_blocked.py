"""``countersign bench display --part blocked``: is the GUI thread ever held up while everything around it hangs?

A real station in its real window, the shipped model, a server in a process of its own. ERP, database, server and disk
hang, one after the other and then all of them, while cartons are scanned; the longest time between two beats of the
event loop is told for each, and beside it for a bare event loop and for a station to which nothing happens.
"""

import argparse
import tempfile
from pathlib import Path

from app.commands.bench import BenchReport, Check
from app.commands.bench_arguments import count
from app.commands.bench_noise import machine_noise
from app.settings import Settings
from app.settings_layers import with_overrides

GOAL_MS = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--hang-seconds", type=count, default=6, help="how long each of them hangs")


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:
    from app.commands.bench_display_blocked_rig import longest_gaps_ms  # Qt, only here
    from app.commands.demo_site import ServerProcess

    noise, server = machine_noise(), ServerProcess(("--synthetic",))
    server.start()
    try:
        with tempfile.TemporaryDirectory(prefix="countersign-blocked-") as folder:
            gaps = longest_gaps_ms(_pointed_at(settings, server.port), Path(folder), server, args.hang_seconds)
    finally:
        server.kill()
    worst = max(gaps.hanging.values())
    return BenchReport(
        (Check("gui_blocked_ms_while_all_hang", round(worst, 1), f"<= {GOAL_MS}"),),
        {
            "longest_gap_ms": {name: round(gap, 1) for name, gap in gaps.hanging.items()},
            "longest_gap_ms_bare_event_loop": round(gaps.bare, 1),
            "longest_gap_ms_nothing_hangs": round(gaps.healthy, 1),
            "machine_noise": noise,
        },
    )


def _pointed_at(settings: Settings, port: int) -> Settings:
    plain = [f"inference.{key}=" for key in ("tls_ca", "tls_cert", "tls_key", "token_keyring")]
    return with_overrides(settings, [*plain, f"inference.address=127.0.0.1:{port}"])
