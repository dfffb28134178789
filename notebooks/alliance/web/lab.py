"""JupyterLite beside the pages: the notebooks themselves, on the Python that marks the pages.

JupyterLite builds it in an environment of its own, whose Python ALLIANCE_LITE names. It needs
jupyterlite-core 0.6.4 and jupyterlite-pyodide-kernel 0.6.1, for newer ones want a newer Pyodide;
and jupyterlab_widgets 3.0.15, for newer ones want a newer JupyterLab than this JupyterLite is.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from typing import Any

from ..problems import AllianceError
from ..texts import say
from .distribution import Distribution
from .wheels import archive, installed, lock_entry

__all__ = ["lab_wheels", "put_lab"]

KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
VARIABLE = "ALLIANCE_LITE"
# What the kernel of a notebook needs besides: of Pyodide, and of this environment.
OF_PYODIDE = (
    "asttokens", "decorator", "executing", "ipython", "jedi", "matplotlib-inline", "micropip",
    "openssl", "packaging", "parso", "prompt-toolkit", "pure-eval", "pygments", "python-dateutil",
    "pytz", "six", "sqlite3", "ssl", "stack-data", "traitlets", "wcwidth",
)  # fmt: skip
OF_HERE = (
    "anywidget", "branca", "comm", "django-js-lib-leaflet", "folium", "fsrs", "ipywidgets",
    "jinja2", "markupsafe", "mistune", "psygnal", "pyyaml", "requests", "typing_extensions",
    "xyzservices", "urllib3", "idna", "certifi", "charset-normalizer",
)  # fmt: skip
OWN = "alliance_module"
PYODIDE = "static/pyodide"


def lab_wheels(found: Distribution, own: bytes) -> dict[str, tuple[bytes, dict[str, Any]]]:
    """Return wheels by file name, each with what the lock file says of it.

    Args:
        found: the Pyodide distribution.
        own: the wheel of the module.
    """
    wheels = {}
    for name in OF_PYODIDE:
        entry = dict(found.lock["packages"][name])
        wheels[entry["file_name"]] = found.read(name), entry
    for name in OF_HERE:
        version = metadata.version(name)
        file = f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
        content = archive(installed(name))
        wheels[file] = content, lock_entry(name, version, file, content)
    file = f"{OWN}-1-py3-none-any.whl"
    return wheels | {file: (own, lock_entry(OWN, "1", file, own))}


def put_lab(out: Path, page: dict[str, Any], notebooks: Path) -> None:
    """Build JupyterLite into `OUT/lab`.

    Args:
        out: folder of the site, with its runtime.
        page: what `put_runtime` returned, with `lab`.
        notebooks: folder of the notebooks.

    Raises:
        AllianceError: JupyterLite is not there, or its build fails.
    """
    python = os.environ.get(VARIABLE) or sys.executable
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        contents = room / "contents"
        contents.mkdir()
        for path in sorted(notebooks.glob("*.ipynb")):
            shutil.copy(path, contents)
        (room / "jupyter-lite.json").write_text(json.dumps(_settings(page)), encoding="utf-8")
        command = [python, "-m", "jupyterlite_core", "build", "--lite-dir", str(room)]
        command += ["--contents", str(contents), "--output-dir", str(room / "lab")]
        found = subprocess.run(command, capture_output=True, text=True, cwd=room)
        if found.returncode or not (room / "lab" / "index.html").is_file():
            last = (found.stderr or found.stdout).strip().splitlines()[-1:]
            reason = " ".join(last) or str(found.returncode)
            raise AllianceError(say("site.lab_failed", reason=reason, variable=VARIABLE))
        shutil.copytree(room / "lab", out / "lab", dirs_exist_ok=True)
    # JupyterLite finds its Python only below its own folder.
    shutil.copytree(out / page["index"], out / "lab" / PYODIDE, dirs_exist_ok=True)


def _settings(page: dict[str, Any]) -> dict[str, Any]:
    options = {
        "packages": page["lab"],
        "env": {"PYTHONPATH": f"/lib/python3.12/site-packages/{page['root']}/notebooks"},
    }
    kernel = {
        "pyodideUrl": f"./{PYODIDE}/pyodide.js",
        "disablePyPIFallback": True,
        "loadPyodideOptions": options,
    }
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {"litePluginSettings": {KERNEL: kernel}},
    }
