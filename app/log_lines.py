"""How log lines look: text for people, JSON for machines; never with a secret in them."""

import json
import logging
import sys
from datetime import UTC, datetime

from app.log_redaction import redacted
from app.settings import LogSettings

_LONGEST = 32_000
"""Characters of one message, or of one stack: a log stays within its limit, whatever is written into it."""


class TextLines(logging.Formatter):
    """One line, and below it a bug's stack."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return _cut(redacted(super().format(record)))


class JsonLines(logging.Formatter):
    """One object a line: ``time`` (UTC, ISO 8601), ``level``, ``logger``, ``message`` and, for a bug, ``trace``."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _cut(redacted(record.getMessage())),
        }
        if record.exc_info:
            line["trace"] = _cut(redacted(self.formatException(record.exc_info)))
        return json.dumps(line, ensure_ascii=False)


def line_format(settings: LogSettings) -> logging.Formatter:
    return JsonLines() if settings.format == "json" else TextLines()


def start_log(settings: LogSettings) -> None:
    """To standard error, whatever was set up before; a program that has none (a window on Windows) writes nothing."""
    handler = logging.NullHandler() if sys.stderr is None else logging.StreamHandler(sys.stderr)
    handler.setFormatter(line_format(settings))
    logging.basicConfig(level=settings.level, handlers=[handler], force=True)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text)} characters)"
