"""The files of a site beside its pages: named by what they hold, each written once."""

from __future__ import annotations

import json
from hashlib import blake2b

__all__ = ["Assets", "digest", "script_text"]


def digest(text: str) -> str:
    """Return eight hexadecimal digits that name a text by what it holds."""
    return blake2b(text.encode("utf-8"), digest_size=4).hexdigest()


def script_text(data: object) -> str:
    """Return data as JavaScript: JSON, safe in a file and inside a script element.

    The two line separators are no part of a string in older JavaScript.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


class Assets:
    """Files by their paths inside the site.

    Attributes:
        files: path, with slashes, to content.
    """

    def __init__(self) -> None:
        self.files: dict[str, str] = {}

    def put(self, name: str, text: str, suffix: str, folder: str = "assets") -> str:
        """Keep a text and return the path of its file, `folder/name.hash.suffix`."""
        path = f"{folder}/{name}.{digest(text)}.{suffix}"
        self.files[path] = text
        return path

    def entry(self, shelf: str, key: str, value: object, name: str) -> str:
        """Keep a script that sets `alliance.<shelf>["<key>"]` and return its path.

        It is a classic script: a page opened from a disk may not load modules.
        """
        text = (
            f"((window.alliance??={{}}).{shelf}??={{}})[{script_text(key)}]={script_text(value)};"
        )
        return self.put(name, text, "js")
