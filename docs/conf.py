"""How Sphinx makes pages of docs/: `python3 packaging/docs.py`. Nothing on them comes from the network."""

import re
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent))

from sphinx.application import Sphinx  # noqa: E402

from app.version import VERSION  # noqa: E402

_PAGE = re.compile(r"[a-z-]+")

project = "Countersign"
author = "Countersign"
project_copyright = ""
version = release = VERSION

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
root_doc = "index"
exclude_patterns = ["_build"]

myst_heading_anchors = 3  # [text](page.md#heading) as in the repository's own view
myst_links_external_new_tab = True

html_theme = "furo"
html_title = f"Countersign {VERSION}"
html_static_path = ["_static"]
html_css_files = ["countersign.css"]
html_favicon = "../resources/icons/countersign.svg"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_last_updated_fmt = None  # the same sources make the same pages
html_use_index = False
pygments_style = "friendly"
pygments_dark_style = "monokai"
_FONTS = '"Inter", "Segoe UI", "Noto Sans", "Liberation Sans", system-ui, sans-serif'
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#0B5F58",
        "color-brand-content": "#0B5F58",
        "color-brand-visited": "#3F4E61",
        "font-stack": _FONTS,
    },
    "dark_css_variables": {
        "color-brand-primary": "#5EEAD4",
        "color-brand-content": "#5EEAD4",
        "color-brand-visited": "#AEBBCB",
    },
}


def setup(app: Sphinx) -> None:
    app.connect("source-read", _without_missing_pages)


def _without_missing_pages(_app: Sphinx, name: str, source: list[str]) -> None:
    """The index names pages that a checkout may not have yet; a link to one is still an error."""
    if name == root_doc:
        lines = source[0].split("\n")
        source[0] = "\n".join(line for line in lines if not _PAGE.fullmatch(line) or (DOCS / f"{line}.md").exists())
