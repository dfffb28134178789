"""Marks of a class: `alliance marks FOLDER --out marks.xlsx`.

`files` opens what was handed in, `reading` finds records in it, `gather` names and joins learners,
`doubts` says what was tampered with, `remark` marks again, `course` says what counts, `tables` and
`items` make tables, `sheet` and `report` write them.
"""

from __future__ import annotations
