"""Where things lie."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"
DATA = ROOT / "data"
LESSONS = sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))
SECOND_PARTS = sorted(NOTEBOOKS.glob("[0-9][0-9]b-*.ipynb"))


def both_parts(path: Path) -> list[Path]:
    """Return the notebook of a lesson and, if it has one, its second part."""
    return [path, *(part for part in SECOND_PARTS if part.name[:2] == path.name[:2])]
