"""A real JupyterLab: a server of its own over a copy of the module, and what people do in it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable
from pathlib import Path

from tests.places import DATA, NOTEBOOKS

THEMES = ["JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"]


def choose_theme(page, theme: str) -> None:
    """Choose Settings > Theme in the running page, as a person does."""
    page.click("#jp-MainMenu >> text=Settings")
    page.hover(".lm-Menu-itemLabel:text-is('Theme')")
    page.click(f".lm-Menu-itemLabel:text-is('{theme}')")
    page.wait_for_function("(t) => document.body.dataset.jpThemeName === t", arg=theme)
    page.wait_for_timeout(250)  # colours that glide have arrived


def is_json(text: str) -> bool:
    """Tell whether a text is JSON from beginning to end."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


SIZE = {"width": 1280, "height": 900}
CLOSE_ALL = """async () => {
    for (const widget of [...jupyterapp.shell.widgets("main")]) {
        if (widget.context) widget.context.model.dirty = false;  // or it asks whether to save
        widget.close();
    }
    for (const button of document.querySelectorAll(".jp-Dialog .jp-mod-accept")) button.click();
    await jupyterapp.commands.execute("apputils:change-theme", { theme: "JupyterLab Light" });
}"""
# Done when all cells are, also those that are folded away and show no prompt.
RUN_ALL = """async () => {
    const done = jupyterapp.commands.execute("notebook:run-all-cells").then(() => true);
    return Promise.race([done, new Promise((end) => setTimeout(end, 120_000, false))]);
}"""
ANSWERS = """async () => {
    const kernel = jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel;
    const answer = kernel?.requestKernelInfo().then(() => true, () => false);
    return Promise.race([answer ?? false, new Promise((end) => setTimeout(end, 2000, false))]);
}"""
FORGET = "() => { localStorage.clear(); sessionStorage.clear(); }"
OPEN = """async (path) => {
    await jupyterapp.commands.execute("docmanager:open", { path });
}"""


class Lab:
    """A JupyterLab server of its own, on a free port, over a copy of the notebooks and the data."""

    def __init__(self, home: Path, root: str = "", options: Iterable[str] = ()) -> None:
        """Start it in a folder of its own.

        Args:
            home: where everything of it lies.
            root: the folder of the module that it shows, if not all of it.
            options: further ones of the command line.
        """
        self.home = home
        self.work = home / "module"
        self.progress = home / "progress"
        ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(NOTEBOOKS, self.work / "notebooks", ignore=ignore)
        shutil.copytree(DATA, self.work / "data", ignore=ignore)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        environment = {
            **os.environ,
            "ALLIANCE_PROGRESS": str(self.progress),
            "ALLIANCE_DATA": str(self.work / "data"),
            "JUPYTER_CONFIG_DIR": str(home / "config"),
            "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
            "IPYTHONDIR": str(home / "ipython"),
            "PYTHONPATH": str(self.work / "notebooks"),
        }
        command = [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"),
            *(f"--port={self.port}", "--ServerApp.port_retries=0", "--IdentityProvider.token="),
            *(f"--ServerApp.root_dir={self.work / root}", "--LabApp.news_url=None"),
            "--LabApp.expose_app_in_browser=True",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            *("--ServerApp.disable_check_xsrf=True", "--KernelRestarter.time_to_dead=0.5"),
            *options,
        ]
        self.log = open(home / "lab.log", "wb")  # noqa: SIM115 (closed in `close`)
        self.process = subprocess.Popen(
            command, env=environment, stdout=self.log, stderr=subprocess.STDOUT
        )
        self._wait()

    def _wait(self) -> None:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{self.url}/api/status", timeout=2).read()
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.25)
        raise RuntimeError((self.home / "lab.log").read_text(errors="replace")[-3000:])

    # --- what a person does -----------------------------------------------------------------

    def open(self, page, notebook: str, theme: str = "JupyterLab Light") -> None:
        """Open a notebook in a JupyterLab loaded afresh and wait until its kernel answers."""
        self.set_theme(theme)
        page.goto(f"{self.url}/lab/tree/notebooks/{notebook}?reset")
        self.ready(page, notebook)

    def turn_to(self, page, notebook: str) -> None:
        """Open a notebook for a learner who has answered nothing, in the JupyterLab of a page.

        To load JupyterLab takes longer than to run a lesson.
        """
        if page.url.startswith(self.url):
            page.bring_to_front()
            page.evaluate(CLOSE_ALL)
            page.evaluate(FORGET)
            page.set_viewport_size(SIZE)
            self.fresh()
            self._show(page, notebook)
        else:
            self.fresh()
            self.open(page, notebook)

    def come_back(self, page) -> None:
        """Lose the kernel as in a crash, close the notebook and open it again."""
        self.kill_kernels()
        # JupyterLab says so in a dialogue, as soon as it has another kernel.
        page.click(".jp-Dialog button.jp-mod-accept")
        page.evaluate(CLOSE_ALL)
        self._show(page, self.notebook)

    def _show(self, page, notebook: str) -> None:
        page.evaluate(OPEN, f"notebooks/{notebook}")
        self.ready(page, notebook)

    def ready(self, page, notebook: str) -> None:
        """Wait until a notebook is there and its kernel answers."""
        self.notebook = notebook
        # Other notebooks may be open beside it; their cells are there but not to be seen.
        front = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook .jp-Cell"
        page.wait_for_selector(front, timeout=60_000)
        # The page says idle before there is a kernel: ask the server. And the server calls a
        # killed kernel idle until it has noticed: ask whether there is a process for each. And a
        # kernel that has just been started again may lose what it is asked: ask until it answers.
        for _ in range(240):
            if len(self.kernels()) >= len(self._sessions()) and self._idle(notebook):
                break
            time.sleep(0.25)
        assert any(page.evaluate(ANSWERS) for _ in range(30)), "the kernel does not answer"
        idle = ".jp-Notebook-ExecutionIndicator[data-status=idle]"
        page.wait_for_selector(idle, state="attached", timeout=60_000)

    def set_theme(self, theme: str) -> None:
        """Choose the theme in the settings files, before the page loads."""
        self.setting("apputils-extension/themes", {"theme": theme})
        self.setting("apputils-extension/notification", {"fetchNews": "false"})
        # All cells in the page, as a learner has them after scrolling through once.
        self.setting("notebook-extension/tracker", {"windowingMode": "none"})
        # What widgets hold is saved with the notebook, where secrets are looked for.
        self.setting("../@jupyter-widgets/jupyterlab-manager/plugin", {"saveState": True})

    def setting(self, name: str, values: dict) -> None:
        """Write a settings file of an extension; a page reads it when it loads."""
        path = self.home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))

    def run_all(self, page) -> None:
        """Run all cells, as Run > Run All Cells does, and wait until the last one is done."""
        assert page.evaluate(RUN_ALL), "the notebook is still running"
        errors = page.locator("[data-mime-type*=error]").all_text_contents()
        assert not errors, errors

    def save(self, page) -> str:
        """Choose File > Save Notebook; return what the file holds when it is written to its end."""
        saved = self.work / "notebooks" / self.notebook
        before = saved.stat().st_mtime_ns
        page.click("#jp-MainMenu >> text=File")
        page.click(".lm-Menu-item[data-command='docmanager:save']")
        for _ in range(240):
            page.wait_for_timeout(250)
            text = saved.read_text("utf-8", errors="replace")
            if saved.stat().st_mtime_ns != before and is_json(text):
                return text
        raise AssertionError(f"{self.notebook} was not saved")

    def _idle(self, notebook: str) -> bool:
        """Tell whether the kernel of a notebook is there, idle and connected."""
        kernels = [s["kernel"] for s in self._sessions() if s["path"].endswith(notebook)]
        return any(k["execution_state"] == "idle" and k["connections"] for k in kernels)

    def _sessions(self) -> list[dict]:
        with urllib.request.urlopen(f"{self.url}/api/sessions", timeout=5) as reply:
            return json.load(reply)

    def kernels(self) -> list[int]:
        """Return the process ids of the kernels of this server."""
        import psutil

        children = psutil.Process(self.process.pid).children(recursive=True)
        alive = [c for c in children if c.status() != psutil.STATUS_ZOMBIE]
        return [c.pid for c in alive if any("ipykernel" in part for part in c.cmdline())]

    def kill_kernels(self) -> None:
        """Kill every kernel as a crash would (SIGKILL; on Windows TerminateProcess)."""
        for pid in self.kernels():
            os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))

    def fresh(self) -> None:
        """Forget what the last test did: its sessions with their kernels, and its journal.

        A killed kernel would come back while the next test runs its notebook, and lose its cells.
        """
        for session in self._sessions():
            url = f"{self.url}/api/sessions/{session['id']}"
            urllib.request.urlopen(urllib.request.Request(url, method="DELETE"), timeout=30)
        shutil.rmtree(self.progress, ignore_errors=True)

    def close(self) -> None:
        """Stop the server and its kernels."""
        self.kill_kernels()
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()
