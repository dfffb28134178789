"""Run a notebook on a fresh kernel with the network cut, and report what came out.

    python -m tests.offline NOTEBOOK OUT

Where the system allows it, the whole run happens in a network namespace of its own that has only
the loopback device. Elsewhere every connection to another host is refused inside the processes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

# Read by Python at start-up from a folder on PYTHONPATH: refuses to leave this machine.
GUARD = """
import socket
_connect = socket.socket.connect
def connect(self, address):
    if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"the network is cut: {address[0]}")
    return _connect(self, address)
socket.socket.connect = connect
"""


@lru_cache
def namespace() -> list[str]:
    """Return the command that cuts the network, [] if this system has none."""
    if not shutil.which("unshare") or not shutil.which("ip"):
        return []
    command = ["unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"']
    probe = subprocess.run([*command, "sh", "true"], capture_output=True)
    return [*command, "sh"] if probe.returncode == 0 else []


def run_offline(notebook: Path, out: Path, **environment: str) -> subprocess.CompletedProcess:
    """Execute a notebook with the network cut; the executed copy is written to `out`."""
    guard = out.parent / "guard"
    guard.mkdir(exist_ok=True)
    (guard / "sitecustomize.py").write_text(GUARD)
    code = f"import tests.offline as o; o.execute({str(notebook)!r}, {str(out)!r})"
    root = Path(__file__).parents[1]
    path = os.pathsep.join([str(guard), str(root), str(root / "notebooks")])
    return subprocess.run(
        [*namespace(), sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path, **environment},
        capture_output=True,
        text=True,
    )


def execute(notebook: str, out: str) -> None:
    """Run all cells in the notebook's own folder and save the result."""
    import nbformat
    from nbclient import NotebookClient

    content = nbformat.read(notebook, as_version=4)
    folder = {"metadata": {"path": str(Path(notebook).parent)}}
    NotebookClient(content, timeout=120, resources=folder).execute()
    nbformat.write(content, out)
