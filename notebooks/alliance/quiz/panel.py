"""The panel: an anywidget that shows questions and sends answers to the session.

All that tells an answer stays in the kernel. The page knows what `Session.public` and
`Session.states` return; an answer goes to the kernel as a message, its result comes back as the
trait `states` (so that a second view, or the page after a reload, shows it too) and as a message
(for the live region).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets
from ipywidgets import Layout, Widget

from ..page import assemble, slim
from ..problems import AllianceError
from ..texts import catalogue, language, page_texts, say
from .kinds import kinds
from .session import Session

__all__ = ["Panel"]

HERE = Path(__file__).parent

# Texts that the page fills in itself; all others are filled in by the kernel.
ON_PAGE = (
    "quiz.",
    "button.",
    "hint.",
    "verdict.",
    "wait.",
    "status.sources",
    "sure.",
    "diagnostic.name",
)


def script() -> str:
    """Return the script that all panels share; the drawings of question types come apart.

    Indentation and comment lines are left out: a saved notebook may carry it.
    """
    return assemble("quiz/panel.js", module=True)


def drawing(name: str) -> dict[str, Any]:
    """Return a drawing: its script, its style, and the words that it fills in itself."""
    users = [kind for kind in kinds().values() if kind.drawing == name]
    style = users[0].style
    return {
        "script": slim(users[0].script.read_text("utf-8")),
        "style": slim(style.read_text("utf-8")) if style.exists() else "",
        "texts": page_texts([start for kind in users for start in kind.on_page]),
    }


class Code(Widget):
    """What all panels of a kernel share, kept once; it has no view.

    Attributes:
        script: the common script.
        sheet: the common style.
        texts: words that the common script fills in, by key.
        drawings: by name those that a panel has needed so far; see `drawing`.
        language: of the texts.
    """

    script = traitlets.Unicode().tag(sync=True)
    sheet = traitlets.Unicode().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)
    drawings = traitlets.Dict().tag(sync=True)
    language = traitlets.Unicode().tag(sync=True)


class Part(Widget):
    """What questions of several panels draw on, such as a map, kept once. It has no view."""

    content = traitlets.Dict().tag(sync=True)


# The question types and the words that the code model was made from, and the model.
_made: list[tuple[dict, dict, Code]] = []
_parts: dict[str, Part] = {}


def shared_code() -> Code:
    """Return the code model of this kernel; a new one if its content changed or it was closed."""
    # Both come out of caches: they stay the same objects until a type or a word changes.
    types, words = kinds(), catalogue(language())
    if _made:
        old_types, old_words, code = _made[0]
        if old_types is types and old_words is words and code.comm is not None:
            return code
    sheet = assemble("quiz/panel.css")
    code = Code(script=script(), sheet=sheet, texts=page_texts(ON_PAGE), language=language())
    _made[:] = [(types, words, code)]
    return code


def code_for(session: Session) -> Code:
    """Return the code model with the drawings of all types that the session asks."""
    code = shared_code()
    needed = {seat.kind.drawing for seat in session.seats.values()}
    new = sorted(needed - set(code.drawings))
    if new:
        code.drawings = code.drawings | {name: drawing(name) for name in new}
    return code


def shared_parts(session: Session) -> dict[str, str]:
    """Return the references to all parts that the questions of a session draw on, by name."""
    found = {}
    for seat in session.seats.values():
        for name, content in seat.kind.shared(seat.question, session.library).items():
            part = _parts.get(name)
            if part is None or part.comm is None or part.content != content:
                part = _parts[name] = Part(content=content)
            found[name] = f"IPY_MODEL_{part.model_id}"
    return found


_layouts: list[Layout] = []


def shared_layout() -> Layout:
    """Return the one layout of all panels; each with its own would save a kilobyte of blanks."""
    if not _layouts or _layouts[0].comm is None:
        _layouts[:] = [Layout()]
    return _layouts[0]


class Panel(anywidget.AnyWidget):
    """Questions to be answered on the page; made by `quiz(…)`.

    Attributes:
        title: heading of the panel, "" for none.
        note: why answers cannot be saved, "" as long as they can.
        questions: what the page may know before an answer, in order.
        states: by question key, what the page may know after the tries so far.
        code: reference to the model that holds the script.
        shared: references to models that hold what several questions draw on, by name.
        folded: how many questions at the end fold away as more practice.
    """

    # All panels share one script, which is loaded once; each carries only the few lines that ask
    # the code model for it.
    _esm = (HERE / "loader.js").read_text("utf-8")
    title = traitlets.Unicode().tag(sync=True)
    note = traitlets.Unicode().tag(sync=True)
    questions = traitlets.List().tag(sync=True)
    states = traitlets.Dict().tag(sync=True)
    code = traitlets.Unicode().tag(sync=True)
    shared = traitlets.Dict().tag(sync=True)
    folded = traitlets.Int().tag(sync=True)

    def __init__(self, session: Session, title: str = "", folded: int = 0) -> None:
        """Show the questions of a session with everything the journal remembers."""
        self.session = session
        super().__init__(
            folded=folded,
            title=title,
            note=session.journal.trouble,
            questions=session.public(),
            states=session.states(),
            code=f"IPY_MODEL_{code_for(session).model_id}",
            shared=shared_parts(session),
            layout=shared_layout(),
        )
        self.on_msg(self.receive)

    def receive(self, _: Any, message: dict[str, Any], __: Any = None) -> None:
        """Take a message of the page: {kind: answer|hint, question, response, confidence,
        request}.

        Never raises: whatever goes wrong is told on the page, beside the question.
        """
        if not isinstance(message, dict):
            message = {}
        key, request = message.get("question"), message.get("request")
        if not isinstance(key, str) or key not in self.session.seats:
            self.send(self._reply(request, key, say("refuse.stranger"), False))
            return
        try:
            if message.get("kind") == "hint":
                self.session.hint(key)
                text, taken = "", True
            elif message.get("kind") == "answer":
                sure = message.get("confidence")
                reply = self.session.answer(key, message.get("response"), sure)
                text, taken = reply.text, reply.taken
            else:
                text, taken = say("refuse.stranger"), False
        except AllianceError as error:
            text, taken = say("refuse.unsaved", reason=error), False
        except Exception as error:  # the last resort: silence would look like a dead kernel
            text, taken = say("refuse.inside", reason=f"{type(error).__name__}: {error}"), False
        self.states = self.states | {key: self.session.state(self.session.seats[key])}
        self.note = self.session.journal.trouble
        self.send(self._reply(request, key, text, taken))

    @staticmethod
    def _reply(request: Any, key: Any, text: str, taken: bool) -> dict[str, Any]:
        """Return what the page is told; it knows its question again by `request`."""
        return {"request": request, "question": key, "text": text, "taken": taken}

    def __repr__(self) -> str:
        """The questions as text: what a notebook shows where widgets do not run."""
        return self.session.text(self.title)
