"""`alliance site`: the lessons as web pages."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..problems import AllianceError
from ..texts import say

__all__ = ["add_site", "make_site"]


def add_site(commands: Any) -> None:
    """Add the command and what it takes to the parser of `alliance`."""
    site = commands.add_parser(
        "site", help="build the lessons as web pages, for any web server, a stick or a phone"
    )
    site.add_argument("out", help="a folder that is new, empty, or holds an earlier site")
    site.add_argument("--data", help="the data folder, if not the module's own")
    site.add_argument("--notebooks", help="the folder of notebooks, if not the module's own")
    site.add_argument(
        "--base", default="/", help="the path under which the site will stand, such as /course/"
    )
    site.add_argument("--pyodide", help="the folder of a Pyodide distribution")
    site.add_argument("--stick", action="store_true", help="for pages opened from a disk")
    site.add_argument("--lab", action="store_true", help="with JupyterLite, for the notebooks")
    site.add_argument("--without-marking", action="store_true", help="pages to be read only")
    site.add_argument("--serve", action="store_true", help="show it on this machine when built")
    site.add_argument("--port", type=int, default=0, help="for --serve; without it, a free one")


def make_site(chosen: argparse.Namespace) -> int:
    """Build the site, say how to look at it, and with --serve show it until it is stopped.

    Raises:
        AllianceError: it cannot be built; says why.
    """
    # Here, not above: the other commands need neither kernels nor nbconvert.
    from ..web.serve import base_path, serve
    from ..web.site import build_site

    base = base_path(chosen.base)

    def tell(line: str) -> None:
        print(line, flush=True)

    try:
        out = build_site(
            chosen.out,
            data=chosen.data,
            notebooks=chosen.notebooks,
            marking=not chosen.without_marking,
            pyodide=chosen.pyodide,
            stick=chosen.stick,
            lab=chosen.lab,
            tell=tell,
        )
    except OSError as error:
        raise AllianceError(
            f"{error.filename or chosen.out} cannot be written ({error.strerror}); is the disk "
            "full, or is the folder open in another program?"
        ) from None
    if not chosen.serve:
        tell(say("site.done", page=Path(out) / "index.html"))
        return 0
    serve(out, base, chosen.port, tell)
    return 0
