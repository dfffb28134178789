"""A site looked at on this machine: a server on loopback, which nobody else can reach."""

from __future__ import annotations

import re
import webbrowser
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from ..problems import AllianceError
from ..texts import say

__all__ = ["base_path", "serve", "server"]

BASE = re.compile(r"/(?:[\w.~-]+/)*")


def base_path(given: str) -> str:
    """Return the path under which a site stands, with a slash at both ends.

    Raises:
        AllianceError: it is no path of letters, digits and - . _ ~.
    """
    path = f"/{given.strip('/')}/".replace("//", "/")
    if not BASE.fullmatch(path) or ".." in path:
        raise AllianceError(
            f"--base {given}: this is no path of an address; write it like /course/ or /."
        )
    return path


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder under a path, quietly, and lets a browser keep nothing: it may be rebuilt."""

    base = "/"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".whl": "application/zip",
    }

    def translate_path(self, path: str) -> str:
        """Return the file of an address below the base."""
        return super().translate_path(path[len(self.base) - 1 :])

    def send_head(self) -> Any:
        """Answer; whoever asks for / is sent to the base, and beside it there is nothing."""
        if self.path.startswith(self.base):
            return super().send_head()
        if self.path == "/":
            self.send_response(302)
            self.send_header("Location", self.base)
            self.end_headers()
        else:
            self.send_error(404)
        return None

    def end_headers(self) -> None:
        """Let the browser ask again each time."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing of single requests."""


def server(folder: Path, base: str = "/", port: int = 0) -> ThreadingHTTPServer:
    """Return a server for a folder on 127.0.0.1, not yet started.

    Raises:
        AllianceError: the port is taken.
    """
    kind = type("_Under", (_Handler,), {"base": base})
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(kind, directory=str(folder)))
    except OSError as error:
        raise AllianceError(
            f"port {port} cannot be used ({error.strerror}); leave --port out for a free one."
        ) from None


def serve(folder: Path, base: str, port: int, tell: Callable[[str], None]) -> None:
    """Show a site in the browser until Ctrl+C."""
    with server(folder, base, port) as running:
        address = f"http://127.0.0.1:{running.server_port}{base}"
        tell(say("site.served", address=address))
        webbrowser.open(address)
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            tell(say("site.stopped"))
