"""How Sphinx makes pages of docs/: `python3 packaging/docs.py`. Nothing on them comes from the network."""

import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent))

from app.version import VERSION  # noqa: E402

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
