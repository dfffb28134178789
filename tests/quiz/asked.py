"""What tests of panels share."""

from __future__ import annotations

from alliance.quiz.kinds.kind import swap


class Page:
    """Stands for the page: sends messages, keeps what comes back."""

    def __init__(self, panel) -> None:
        self.panel = panel
        self.heard: list[dict] = []
        panel.send = self.heard.append
        self.sent = 0

    def say(self, kind: str, question: str, response=None) -> dict:
        self.sent += 1
        message = {"kind": kind, "question": question, "request": f"r{self.sent}"}
        self.panel.receive(self.panel, message | {"response": response}, [])
        assert self.heard[-1]["request"] == f"r{self.sent}"
        return self.heard[-1]

    def answer(self, question: str, answer) -> dict:
        """Answer with option ids, as the page would with its keys."""
        return self.say("answer", question, swap(answer, self.panel.session.seats[question].keys))

    def state(self, question: str) -> dict:
        return self.panel.states[question]
