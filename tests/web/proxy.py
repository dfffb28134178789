"""Servers on loopback: one for the files of a site, and a proxy that lets nothing through."""

from __future__ import annotations

import http.server
import threading

# What Chromium asks of its makers for itself, whatever a page does.
BROWSERS_OWN = (
    "accounts.google.com",
    "content-autofill.googleapis.com",
    "optimizationguide-pa.googleapis.com",
    "update.googleapis.com",
)


class Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass


class Refusing(http.server.BaseHTTPRequestHandler):
    """A proxy that lets nothing through and notes what was asked."""

    asked: list[str] = []  # noqa: RUF012

    def refuse(self):
        self.asked.append(self.path)
        self.send_error(403)

    do_GET = do_POST = do_CONNECT = do_HEAD = refuse

    def log_message(self, *_):
        pass


def serving(handler):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def foreign(asked: list[str]) -> list[str]:
    """Return what was asked of a proxy by pages."""
    return [url for url in asked if not any(host in url for host in BROWSERS_OWN)]
