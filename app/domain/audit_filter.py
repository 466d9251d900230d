"""Which lines of an audit are looked for."""

import json
from dataclasses import dataclass

from app.domain.audit import Act, act_to_json


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """All of what is given must hold; "" or 0 asks for nothing. ``by``: the user name; ``subject``: how it begins;
    ``since`` and ``until`` (not included): UTC, ISO 8601; ``text``: stands anywhere in the act, the letters A to Z in
    either case; ``after_seq``: only lines after this number."""

    by: str = ""
    deed: str = ""
    subject: str = ""
    since: str = ""
    until: str = ""
    text: str = ""
    after_seq: int = 0

    def takes(self, seq: int, act: Act) -> bool:
        return (
            (not self.by or act.by == self.by)
            and (not self.deed or act.deed == self.deed)
            and act.subject.lower().startswith(self.subject.lower())
            and self.since <= act.at
            and (not self.until or act.at < self.until)
            and seq > self.after_seq
            and (not self.text or any(needle.lower() in act_to_json(act).lower() for needle in needles(self.text)))
        )


EVERY_LINE = AuditFilter()


def needles(text: str) -> tuple[str, ...]:
    """How a text is written in an act's JSON, and in the JSON inside of it, ``before`` and ``after``."""
    once = json.dumps(text)[1:-1]
    return tuple(dict.fromkeys((once, json.dumps(once)[1:-1])))
