"""The question bank for learning platforms: `alliance export moodle questions.xml`.

`describe` makes a neutral description (`item`) of each question; each format has one writer:
`moodle`, `gift`, `canvas`, `qti` (with `qti_items`), `anki` and `table`. What a format cannot say
is told for each question.
"""

from __future__ import annotations
