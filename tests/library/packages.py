"""What tests of data packages share."""

from __future__ import annotations

from alliance.problems import Problem


def edit(folder, name, change):
    """Change a file's text; `change` gets the lines."""
    path = folder / name
    lines = path.read_text("utf-8").splitlines(keepends=True)
    change(lines)
    path.write_text("".join(lines), "utf-8")


def cell(lines, row, column, value):
    """Replace one cell of a CSV file given as lines; `row` as an editor counts."""
    import csv
    import io

    rows = list(csv.reader(lines))
    rows[row - 1][rows[0].index(column)] = value
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    lines[:] = out.getvalue().splitlines(keepends=True)


def only(problems: list[Problem]) -> Problem:
    """Return the one finding there is."""
    assert len(problems) == 1, [str(p) for p in problems]
    return problems[0]
