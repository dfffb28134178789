"""Questions from learning platforms: `alliance import questions.xml questions/mine.yml`.

`moodle`, `gift` and `qti` read files into drafts (`draft`), `make` gives these the fields of our
types, `command` writes the question file. What cannot be taken over is told for each question.
"""

from __future__ import annotations
