"""``docs/messages.md``: what the program says by a code, in both languages, from the table of the program."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping
from enum import StrEnum

from markdown_text import ROOT, code, notice, page, table

from app import health_messages, messages

_TS = ROOT / "resources" / "translations" / "countersign_id.ts"
_TABLES: tuple[tuple[str, str, Mapping[StrEnum, messages.Sentence]], ...] = (
    (
        "Troubles",
        "Things that go wrong in a plant without anybody's program being wrong.",
        messages.ERRORS,
    ),
    ("A label that is refused", "The carton does not count.", messages.LABEL_REFUSALS),
    ("A cover that is refused", "It waits for one deliberate act.", messages.REFUSED),
    ("A cover that is not decided yet", "What helps is shown beside the picture.", messages.UNDECIDED),
    ("An alias that is not recorded", "Told by its reason, with the code `alias_refused`.", messages.ALIAS_REFUSALS),
    ("A PIN or password that is not taken", "Told with the code `secret_unusable`.", messages.SECRET_PROBLEMS),
    ("A person who is not taken", "Told with the code `person_unusable`.", messages.PERSON_PROBLEMS),
    ("What an audit check finds", "One line of `countersign audit verify` for each.", messages.BREACHES),
    (
        "What the doctor finds",
        "One line of `countersign doctor` for each; [the rules](doctor.md).",
        health_messages.FINDINGS,
    ),
    ("What the station says while it works", "No trouble: what happened, and what comes next.", messages.INFOS),
)

_HEAD = """\
Every sentence that the program says by a code: what happened, and what to do. The screen says it in its language, a
command in English, and the log names the code. `{names}` stand for what it is about. What another program said (a
driver, the database, the ERP) is quoted as it said it. What IT can do about the troubles: [the IT
guide](it.md#when-something-is-wrong)."""


def messages_page() -> str:
    indonesian = _translations()
    parts = ["# Messages", notice("`app/messages.py`, `app/health_messages.py` and the translation"), _HEAD]
    for title, about, sentences in [*_TABLES, *_further()]:
        rows = [_row(each, said, indonesian) for each, said in sentences.items()]
        parts += [f"## {title}", about, table(["code", "English", "Bahasa Indonesia"], rows)]
    return page(parts)


def _further() -> Iterator[tuple[str, str, Mapping[StrEnum, messages.Sentence]]]:
    """The tables that have no introduction here yet, by their names in the module."""
    for name, value in vars(messages).items():
        known = any(value is sentences for _, _, sentences in _TABLES)
        if name.isupper() and not name.startswith("_") and isinstance(value, Mapping) and not known:
            yield name.replace("_", " ").capitalize(), "", value


def _row(each: StrEnum, said: messages.Sentence, indonesian: Mapping[str, str]) -> list[str]:
    translated = [indonesian.get(text, "") for text in (said.what, said.action)]
    return [code(each.value), _both(said.what, said.action), _both(*translated)]


def _both(what: str, action: str) -> str:
    said = [text for text in (f"**{_plain(what)}**" if what else "", _plain(action)) if text]
    return "\n".join(said) or "not translated yet"


def _plain(text: str) -> str:
    """Nothing in it is read as Markdown."""
    return text.replace("*", "\\*").replace("<", "&lt;")


def _translations() -> Mapping[str, str]:
    found = {}
    for context in ElementTree.parse(_TS).iterfind("context"):  # noqa: S314 - our own file
        if context.findtext("name") == "messages":
            for message in context.iterfind("message"):
                translation = message.find("translation")
                if translation is not None and translation.get("type") != "unfinished":
                    found[message.findtext("source", "")] = translation.text or ""
    return found
