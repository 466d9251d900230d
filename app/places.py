"""Where things lie that come with the program, and what files of the data folder are called."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEMO_CLIP = ROOT / "resources" / "demo" / "bench.avi"
FONTS = ROOT / "resources" / "fonts"
DATABASE_NAME = "countersign.sqlite"
LOGS_NAME = "logs"
DEMO = "demo"
"""What a setting says for what is built in."""
