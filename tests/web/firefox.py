"""A headless Firefox, driven by WebDriver BiDi, which it speaks itself: no driver has to be had."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import websocket

PREFERENCES = """
user_pref("app.update.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("toolkit.telemetry.enabled", false);
"""


def firefox_path() -> str | None:
    """Return the system's Firefox, None if there is none."""
    return next((p for name in ("firefox-esr", "firefox") if (p := shutil.which(name))), None)


class Firefox:
    """One Firefox with one tab; `requests` are the addresses that its pages have asked for."""

    def __init__(self, path: str, profile: Path) -> None:
        (profile / "user.js").write_text(PREFERENCES)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [path, "--headless", "--no-remote", "--profile", str(profile),
             f"--remote-debugging-port={port}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.requests: list[str] = []
        self._number = 0
        self._socket = self._connect(port)
        self._ask("session.new", capabilities={})
        self._ask("session.subscribe", events=["network.beforeRequestSent"])
        self.tab = self._ask("browsingContext.getTree")["contexts"][0]["context"]

    def _connect(self, port: int) -> websocket.WebSocket:
        end = time.monotonic() + 120
        while True:
            try:
                address = f"ws://127.0.0.1:{port}/session"
                return websocket.create_connection(address, timeout=300, suppress_origin=True)
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def _ask(self, method: str, **given: Any) -> Any:
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": given}))
        while True:
            told = json.loads(self._socket.recv())
            if told.get("method") == "network.beforeRequestSent":
                self.requests.append(told["params"]["request"]["url"])
            if told.get("id") == self._number:
                assert told["type"] == "success", told
                return told["result"]

    def goto(self, address: str) -> None:
        """Open a page and wait until it is there."""
        self._ask("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def evaluate(self, script: str) -> Any:
        """Return what a script gives, as JSON would hold it."""
        wrapped = f"(async () => JSON.stringify(await ({script})) ?? 'null')()"
        told = self._ask(
            "script.evaluate", expression=wrapped, target={"context": self.tab}, awaitPromise=True
        )
        assert told["type"] == "success", told.get("exceptionDetails", {}).get("text", told)
        return json.loads(told["result"]["value"])

    def wait_for(self, script: str, seconds: float = 180) -> None:
        """Wait until a script gives something true."""
        end = time.monotonic() + seconds
        while not self.evaluate(script):
            assert time.monotonic() < end, f"not within {seconds} s: {script}"
            time.sleep(0.2)

    def close(self) -> None:
        self._socket.close()
        self.process.terminate()
        self.process.wait(30)
