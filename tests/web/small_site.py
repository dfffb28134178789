"""A tiny course about the other alliance, to make sites of: two lessons of a few cells."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

OTHER = Path(__file__).parents[1] / "other_alliance"

HIDDEN = {"jupyter": {"source_hidden": True}}
LESSONS = """\
lessons:
  - {id: 01-alliance, title: The alliance, file: 01-alliance.ipynb, minutes: 10, built: true}
  - {id: 02-later, title: "Later <years>", file: 02-later.ipynb, minutes: 5, built: true}
"""
FIRST = [
    "# The alliance\n\nIt was secret ([Kennan](#kennan-1984)).",
    ("from alliance import lesson, open_library, practice, quiz, timeline\n\n"
     "library = open_library()"),
    'lesson.opening("01-alliance")',
    ("## 1. A text & its readers\n\n*4 minutes*\n\nWho read it ([Yellow Book](#yellow-book-1918))? "
     "See [the next lesson](02-later.ipynb) and [another](07-elsewhere.ipynb)."),
    "secret = library.events.query(\"category == 'treaty'\")",
    'timeline(secret, title="Kept \'secret\' & </script>")',
    'quiz("alliance-check")',
    "> **Talk about it** (3 minutes). Why keep it secret?",
    ("## 2. Change it\n\n*2 minutes*\n\n<!-- notebook -->\n\nRun **all cells**.\n\n"
     "<!-- page: Press the *button*. -->\n\nIt works<!-- notebook -->in a notebook<!-- page -->."),
    ("shown", 'year = "1894"  # change me\n\nsecret = secret.query("date_start <= @year")\n'
     'lesson.show(secret[["title"]], "Up to then")'),
    "## Your results",
    "lesson.closing",
]  # fmt: skip
SECOND = [
    "# Later\n\nBack to [the first](01-alliance.ipynb#cell-id=c3).",
    "from alliance import lesson, quiz",
    'quiz("alliance-secret")',
]


def cell(text: str | tuple[str, str], name: str):
    """Return a cell of Markdown, of code that is folded away, or of code that is to be seen."""
    if isinstance(text, tuple):
        made = new_code_cell(text[1])
    elif text.startswith(("#", ">")):
        made = new_markdown_cell(text)
    else:
        made = new_code_cell(text, metadata=HIDDEN)
    made.id = name
    return made


def write_notebook(path: Path, texts: list) -> None:
    """Write a notebook of such texts, with readable ids of cells."""
    cells = [cell(text, f"c{k}") for k, text in enumerate(texts)]
    nbformat.write(new_notebook(cells=cells), path)


def small_course(folder: Path) -> tuple[Path, Path]:
    """Write the course into a folder and return its data and its notebooks."""
    data = Path(shutil.copytree(OTHER, folder / "data"))
    settings = data / "module.yml"
    text = settings.read_text("utf-8")
    listed = text[text.index("lessons:") : text.index("borders:")]
    settings.write_text(text.replace(listed, LESSONS), encoding="utf-8")
    notebooks = folder / "notebooks"
    notebooks.mkdir()
    # The end of a lesson reads its notebook beside the package, where this one is not.
    write_notebook(notebooks / "01-alliance.ipynb", [t for t in FIRST if t != "lesson.closing"])
    write_notebook(notebooks / "02-later.ipynb", SECOND)
    return data, notebooks
