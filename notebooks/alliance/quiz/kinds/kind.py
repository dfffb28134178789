"""What a question type has to say about itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from ..marking import Mark
from ..model import Question
from ..shuffle import mixed
from ..written.form import Form

__all__ = ["Kind", "swap"]


def swap(value: Any, names: dict[str, str]) -> Any:
    """Replace option ids by the page's keys (or the other way round) anywhere in an answer."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [swap(item, names) for item in value]
    if isinstance(value, dict):
        return {swap(key, names): swap(item, names) for key, item in value.items()}
    return value


class Kind:
    """One question type. An *answer* is what the journal keeps: JSON with option ids.

    Attributes:
        name: the word after `type:` in the question file.
        drawing: name of the script (.js) and the style (.css) in the folder of the kind that draw
            it; kinds in one folder may share them.
        answer_line: when the question is over, the right answer is also given as a line of words
            (for types whose drawing does not show it).
        in_cell: answered in a code cell by `exercise`, not in the panel.
        marked: answers are right or wrong; False where they are only kept, and may be revised.
        fields: JSON Schema of the fields of this type by name (see `fields.py`); None if unknown.
        needs: fields that must be there; of a tuple of names, at least one.
        texts: words of this type's own in English, by key, besides those in `texts/en/quiz.yml`.
        on_page: beginnings of the keys of texts that the drawing fills in itself.
    """

    name = ""
    drawing = ""
    answer_line = False
    in_cell = False
    marked = True
    fields: ClassVar[dict[str, Any] | None] = None
    needs: ClassVar[tuple[str | tuple[str, ...], ...]] = ()
    texts: ClassVar[dict[str, str]] = {}
    on_page: ClassVar[tuple[str, ...]] = ()

    @property
    def script(self) -> Path:
        """The script that draws questions of this kind; it lies beside the file of the kind."""
        return Path(sys.modules[type(self).__module__].__file__).with_name(f"{self.drawing}.js")

    @property
    def style(self) -> Path:
        """The style of the drawing, beside its script; there need not be one."""
        return self.script.with_suffix(".css")

    def read(self, form: Form) -> Any:
        """Read the fields of this type; whatever is wrong is noted in the form."""
        raise NotImplementedError

    def parts(self, question: Question) -> list[str]:
        """Return the ids of options or items, as written in the file."""
        return []

    def arranged(self, question: Question, seed: str) -> list[str]:
        """Return the ids in the order in which this learner sees them."""
        return mixed(self.parts(question), seed)

    def public(
        self, question: Question, keys: dict[str, str], html: Callable[[str], str]
    ) -> dict[str, Any]:
        """Return what the page may know before an answer: never the key, never feedback.

        Args:
            question: the question.
            keys: the page's name for each id, in the order shown.
            html: turns Markdown into HTML.
        """
        return {}

    def shared(self, question: Question, library: Any) -> dict[str, Any]:
        """Return what several questions draw on (a map, say) by name: it is sent once a kernel."""
        return {}

    def renamed(self, answer: Any, names: dict[str, str]) -> Any:
        """Return an answer with the page's keys for ids, or the other way round.

        Must take any JSON whatever, as `refusal`, which looks at the result.
        """
        return swap(answer, names)

    def shown_right(self, question: Question, keys: dict[str, str]) -> Any:
        """Return the right answer as the drawing wants it when the question is over."""
        return self.renamed(self.right(question), keys)

    def refusal(self, question: Question, answer: Any) -> str:
        """Return a sentence if this is no answer (nothing chosen, not a number …), else "".

        Must take any JSON whatever: it also looks at answers from an older form of the question.
        """
        raise NotImplementedError

    def mark(self, question: Question, answer: Any) -> Mark:
        """Mark an answer that was not refused. Pure."""
        raise NotImplementedError

    def right(self, question: Question) -> Any:
        """Return the (or a) right answer."""
        raise NotImplementedError

    def words(self, question: Question, answer: Any) -> str:
        """Say an answer in words (Markdown)."""
        raise NotImplementedError

    def key_words(self, question: Question) -> str:
        """Say the right answer in words (Markdown)."""
        return self.words(question, self.right(question))

    def same(self, question: Question, one: Any, other: Any) -> bool:
        """Tell whether two answers are the same, so that a try is not spent by mistake."""
        return one == other


def labelled(
    options: Any, keys: dict[str, str], html: Callable[[str], str]
) -> Iterator[dict[str, str]]:
    """Give key and label of each option in the order shown."""
    texts = {option.id: option.text for option in options}
    return ({"key": key, "html": html(texts[name])} for name, key in keys.items())
