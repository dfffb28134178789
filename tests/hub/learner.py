"""A learner at a hub who needs no browser: the REST interface and the kernel's own protocol."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from typing import Any

import nbformat
import websocket

PATIENCE = 180  # seconds for each step; then it counts as a failure


class Failure(Exception):
    """A step of a learner did not come to its end."""


def ask(url: str, token: str, method: str = "GET", body: Any = None) -> Any:
    """Ask a REST interface; return its JSON, or None when the answer is empty.

    Raises:
        Failure: the server answers with an error.
    """
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
            text = reply.read()
    except urllib.error.HTTPError as error:
        raise Failure(f"{method} {url}: {error.code} {error.read()[:200]!r}") from error
    return json.loads(text) if text else None


class Kernel:
    """One kernel behind the hub's proxy: runs cells and answers questions of panels."""

    def __init__(self, hub: str, user: str, token: str, folder: str) -> None:
        base = f"{hub}/user/{user}"
        made = ask(f"{base}/api/kernels", token, "POST", {"name": "python3", "path": folder})
        self.id = made["id"]
        address = f"{base}/api/kernels/{self.id}/channels".replace("http", "ws", 1)
        self.socket = websocket.create_connection(
            address, timeout=PATIENCE, header=[f"Authorization: token {token}"]
        )
        self.panels: dict[str, list[dict[str, Any]]] = {}
        self.first_picture: float | None = None

    def _send(self, kind: str, content: dict[str, Any]) -> str:
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": self.id}
        header |= {"version": "5.3", "date": ""}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        self.socket.send(json.dumps(message | {"channel": "shell", "buffers": []}))
        return header["msg_id"]

    def _messages(self):
        until = time.perf_counter() + PATIENCE
        while time.perf_counter() < until:
            frame = self.socket.recv()
            if isinstance(frame, str) and frame:
                yield json.loads(frame)
        raise Failure("the kernel does not answer")

    def run(self, source: str) -> None:
        """Run a cell to its end and note pictures and panels that it shows.

        Raises:
            Failure: the cell fails or does not end.
        """
        sent = self._send(
            "execute_request",
            {"code": source, "silent": False, "store_history": True, "allow_stdin": False},
        )
        for message in self._messages():
            content, kind = message["content"], message["header"]["msg_type"]
            if message["parent_header"].get("msg_id") != sent:
                continue
            if kind == "error":
                raise Failure(f"{content['ename']}: {content['evalue'][:200]}")
            if kind == "comm_open":
                self._note(content)
            if kind in ("display_data", "execute_result"):
                self._look(content["data"])
            if kind == "status" and content["execution_state"] == "idle":
                return

    def _note(self, content: dict[str, Any]) -> None:
        state = content["data"].get("state", {})
        if state.get("questions"):
            self.panels[content["comm_id"]] = state["questions"]

    def _look(self, data: dict[str, Any]) -> None:
        if self.first_picture is None and "<iframe" in str(data.get("text/html", "")):
            self.first_picture = time.perf_counter()

    def answer(self) -> float:
        """Choose the first option of the first question with options; return seconds to the reply.

        Raises:
            Failure: no such question, or the panel refuses.
        """
        for panel, questions in self.panels.items():
            for question in questions:
                if question["drawing"] == "choice" and not question.get("several"):
                    return self._choose(panel, question)
        raise Failure("no question with options was shown")

    def _choose(self, panel: str, question: dict[str, Any]) -> float:
        content = {
            "kind": "answer",
            "question": question["key"],
            "response": question["options"][0]["key"],
            "request": 1,
        }
        began = time.perf_counter()
        self._send("comm_msg", {"comm_id": panel, "data": {"method": "custom", "content": content}})
        for message in self._messages():
            data = message["content"].get("data") or {}
            reply = data.get("content") if data.get("method") == "custom" else None
            if reply and reply.get("request") == 1:
                if not reply["taken"]:
                    raise Failure(reply["text"])
                return time.perf_counter() - began
        raise Failure("no reply")

    def close(self) -> None:
        """Leave the kernel running, as a learner who only closes the page."""
        self.socket.close()


def cells(lesson: Path) -> list[str]:
    """Return the sources of the code cells of a notebook, in order."""
    notebook = nbformat.read(lesson, as_version=4)
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]
