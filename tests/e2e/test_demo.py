"""The whole job as the demo does it: two processes, HTTP, gRPC, SQLite, and a server that is killed on the way."""

import json
from pathlib import Path

from services.erp.demo_deliveries import DEMO_DN, demo_deliveries
from tests.fakes.command import run_command

LIMIT_S = 110.0


def test_the_demo_packs_the_note_and_survives_the_death_of_its_server(tmp_path: Path) -> None:
    outcome = run_command("demo", "--headless", "--json", folder=tmp_path, timeout_s=LIMIT_S)
    (line,) = outcome.out.splitlines()
    told = json.loads(line)
    parts = sorted({str(row["ITEM"]) for row in demo_deliveries()[DEMO_DN]})
    assert outcome.code == 0, outcome.err
    assert "Traceback" not in outcome.err
    assert (told["dn"], told["committed"]) == (DEMO_DN, True)
    assert told["accepted"] == parts
    assert told["refused"] == ["Z-CV01-D26RXXX-C03N-NL-DG00"]
    assert told["labels"] == 8
    assert told["packing_code"].startswith(f"PKG-{DEMO_DN}-")
    assert told["server_frames"] > 0
    assert told["local_frames"] > 0
    assert list(tmp_path.iterdir()) == []
