"""Where a frozen program begins; PyInstaller needs a script, and the program is a package."""

import multiprocessing
import sys

from app.__main__ import main
from app.own_program import names_module, run_module

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a worker process is this same program, started with words of multiprocessing
    if names_module(sys.argv[1:]):
        run_module(sys.argv[1:])
        sys.exit()
    sys.exit(main())
