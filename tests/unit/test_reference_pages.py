"""The pages that are made from the code are what the code says, and no page leads nowhere."""

import argparse
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from app import messages
from app.__main__ import COMMANDS, command_parser
from app.domain.errors import ErrorCode
from app.settings import Settings
from services.storage.grants import GRANTS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = ("commands.md", "messages.md", "settings.md", "sql-server.md")
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
_MACHINE = re.compile(r"(?<![\w.])/(?:work|tmp|root|home)/|[A-Z]:\\Users\\")


def script(name: str) -> ModuleType:
    """``packaging/`` is no package, so its scripts are loaded from their files."""
    known = f"countersign_packaging_{name}"
    if known not in sys.modules:
        spec = importlib.util.spec_from_file_location(known, ROOT / "packaging" / f"{name}.py")
        assert spec
        assert spec.loader
        sys.modules[known] = importlib.util.module_from_spec(spec)
        before = list(sys.path)
        spec.loader.exec_module(sys.modules[known])
        sys.path[:] = before
    return sys.modules[known]


def text_of(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_code_says(name: str) -> None:
    pages = script("reference").PAGES
    assert set(pages) == set(PAGES)
    assert text_of(name) == pages[name](), "run python packaging/reference.py"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_described_with_its_options(name: str) -> None:
    section = text_of("commands.md").partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    described = set(re.findall(r"^\| `(--[a-z-]+)", section, re.MULTILINE))
    assert described == _options(command_parser(name)) - {"--help", "--config", "--set"}
    assert re.search("^Exit codes?: ", section, re.MULTILINE)


def _options(parser: argparse.ArgumentParser) -> set[str]:
    """Without those that the program says to itself, which ``--help`` hides."""
    told = [action for action in parser._actions if action.help != argparse.SUPPRESS]
    found = {each for action in told for each in action.option_strings if each.startswith("--")}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            found |= {each for below in action.choices.values() for each in _options(below)}
    return found


def test_every_setting_every_error_and_every_right_is_there() -> None:
    settings, errors, rights = text_of("settings.md"), text_of("messages.md"), text_of("sql-server.md")
    for section, field in Settings.model_fields.items():
        for key in getattr(field.annotation, "model_fields", ()):
            assert f"`{section}.{key}`<br>`COUNTERSIGN_{section.upper()}__{key.upper()}`" in settings
    for code in {*ErrorCode, *messages._SENTENCES}:
        assert f"\n| `{code}` |" in errors
    for role, grants in GRANTS.items():
        section = rights.partition(f"\n### {role}\n")[2].partition("\n#")[0]
        assert {grant.table for grant in grants} == set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))


def test_an_option_is_written_as_it_is_typed() -> None:
    page = script("reference").commands_page.__globals__
    parser = argparse.ArgumentParser("countersign x")
    parser.add_argument("image", nargs="+", metavar="IMAGE")
    parser.add_argument("--out", required=True, metavar="FILE", help="the file | to write")
    parser.add_argument("--size", type=int, default=7, help="50 %% of it")
    either = parser.add_mutually_exclusive_group(required=True)
    either.add_argument("--new", action="store_true")
    either.add_argument("--kind", choices=("a", "b"))
    parser.add_argument("--hidden", help=argparse.SUPPRESS)
    usage, table = page["_usage_and_options"](parser)
    assert usage == "```\ncountersign x --out FILE [--size SIZE] (--new | --kind {a,b}) IMAGE …\n```"
    assert "| `--out FILE` | the file \\| to write; needed |  |" in table
    assert "| `--size SIZE` | 50 % of it | `7` |" in table
    assert "--hidden" not in table


# -- every page -------------------------------------------------------------------------------------------------------


def test_no_link_leads_nowhere_and_no_page_names_somebodys_machine() -> None:
    pages = sorted(DOCS.rglob("*.md"))
    assert len(pages) > 40
    for page in pages:
        text = page.read_text(encoding="utf-8")
        missing = [link for link in _LINK.findall(text) if not (page.parent / link).exists()]
        assert missing == [], page.name
        assert _MACHINE.search(text) is None, page.name


def test_the_index_names_every_page_once() -> None:
    trees = re.findall(r"```\{toctree\}\n(.*?)```", text_of("index.md"), re.DOTALL)
    named = [line for tree in trees for line in tree.splitlines() if line and not line.startswith(":")]
    assert len(named) == len(set(named))
    assert {page.stem for page in DOCS.glob("*.md")} - {"index"} <= set(named)
    assert {"adr/README", "adr/0*"} <= set(named)


def test_what_a_browser_would_fetch_is_found(tmp_path: Path) -> None:
    docs = script("docs")
    (tmp_path / "good.html").write_text('<a href="https://example.com"><link rel="canonical" href="https://e.com/x">')
    (tmp_path / "good.css").write_text("a { background: url(data:image/svg+xml;base64,AA) }")
    assert list(docs.external(tmp_path)) == []
    (tmp_path / "bad.html").write_text('<link rel="stylesheet" href="https://e.com/a.css"><script src="//e.com/x.js">')
    (tmp_path / "bad.css").write_text("@font-face { src: url('https://e.com/a.woff2') }")
    assert len(list(docs.external(tmp_path))) == 3


@pytest.mark.slow
@pytest.mark.skipif(not importlib.util.find_spec("furo"), reason="needs packaging/lock/build.txt")
def test_the_pages_are_built_without_a_warning(tmp_path: Path) -> None:
    assert script("docs").main(["--out", str(tmp_path / "docs")]) == 0
    index = (tmp_path / "docs" / "index.html").read_text(encoding="utf-8")
    assert 'href="commands.html"' in index
    assert {path.name for path in (tmp_path / "docs").glob("*.pdf")} == {"operator-card.en.pdf", "operator-card.id.pdf"}
