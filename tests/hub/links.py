"""The link by which learners get the module into their home, and keep it up to date.

python -m tests.hub.links https://hub.example.org https://example.org/module.git v1.0
"""

from __future__ import annotations

import sys
from urllib.parse import urlencode

START = "lab/tree/module/notebooks/00-start-here.ipynb"


def pull_link(hub: str, repository: str, version: str) -> str:
    """Return an nbgitpuller link that brings the module into a home and opens the start page.

    Args:
        hub: address of the hub.
        repository: address of the module's git repository.
        version: branch or tag; name the one whose data the hub shares, so that both agree.
    """
    query = {
        "repo": repository,
        "branch": version,
        "targetPath": "module",
        "urlpath": START,
    }
    return f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{urlencode(query)}"


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    print(pull_link(*sys.argv[1:]))
