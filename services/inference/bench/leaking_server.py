"""The real server with a leak, to show that the soak finds one: ``leaking_server KIB_A_S server …``."""

import runpy
import sys
import threading
import time

_kept: list[bytes] = []


def leak(kib_a_s: float) -> None:
    """Ten times a second a tenth of it, written to, so that it is resident."""
    while True:
        time.sleep(0.1)
        _kept.append(bytes([len(_kept) % 255 + 1]) * round(kib_a_s * 102.4))


if __name__ == "__main__":
    threading.Thread(target=leak, args=(float(sys.argv[1]),), name="leak", daemon=True).start()
    sys.argv = ["countersign", *sys.argv[2:]]
    runpy.run_module("app", run_name="__main__")
