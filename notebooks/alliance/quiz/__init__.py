"""Quizzes: `quiz("set or question id", …)`, `practice("group or template id")` and
`exercise("question id", value)`.

Questions are data (`data/questions/*.yml`), question types are in `kinds/`, marking is pure
functions, and the panel is the only part that knows of widgets.
"""

from __future__ import annotations

from .bank import Bank, check_questions, load_bank

# `practice` is a function and a room. The room is loaded by the bank; bound after it, the function
# keeps the name.
from .ask import calibration, exercise, practice, quiz, review  # isort: skip

__all__ = [
    "Bank",
    "calibration",
    "check_questions",
    "exercise",
    "load_bank",
    "practice",
    "quiz",
    "review",
]
