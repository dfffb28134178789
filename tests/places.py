"""Where things lie."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"
DATA = ROOT / "data"
LESSONS = sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))
