"""What all tests share: data of another topic, and a real JupyterLab in a real browser."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest

# A slow machine fails no test: examples may take as long as they need. Their number keeps the run
# short.
hypothesis.settings.register_profile("module", deadline=None, max_examples=60)
hypothesis.settings.load_profile("module")

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"
DATA = ROOT / "data"
LESSONS = sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))

CHROMIUM_ARGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def pytest_configure(config) -> None:
    """Let the many Pythons of a run share what they compile, in a folder apart from the sources.

    Where Python is told to write nothing, as on many servers, each would compile pandas anew.
    """
    if not hasattr(config, "workerinput"):
        config.compiled = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = config.compiled.name


def pytest_unconfigure(config) -> None:
    """Remove what was compiled."""
    if hasattr(config, "compiled"):
        config.compiled.cleanup()


def pytest_xdist_auto_num_workers(config) -> int:
    """One worker more than cores: a test in a browser waits a good part of its time."""
    return (os.cpu_count() or 1) + 1


def pytest_xdist_make_scheduler(config, log):
    """Keep the tests of a file in one worker, for they share what they opened; but each lesson
    may go to another, or the lessons together would take longer than all the rest.
    """
    from xdist.scheduler import LoadFileScheduling

    class ByFileAndLesson(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return super()._split_scope(nodeid) + lesson_of(nodeid)

    config.option.loadscopereorder = False  # the order is that of `pytest_collection_modifyitems`
    return ByFileAndLesson(config, log)


def lesson_of(nodeid: str) -> str:
    """Return the lesson that a test looks at, "" if none."""
    return next((path.stem for path in LESSONS if f"[{path.stem}" in nodeid), "")


def pytest_collection_modifyitems(items) -> None:
    """Begin with what takes long, so that no worker is left alone with it in the end:
    whole lessons, then all else in JupyterLab, then in a browser, then without one.
    """

    def weight(item) -> int:
        if lesson_of(item.nodeid):
            return 0 if item.get_closest_marker("browser") else 2
        if {"lab", "lab_server"} & set(item.fixturenames):
            return 1
        return 3 if item.get_closest_marker("browser") else 4

    files: dict[str, int] = {}
    for item in items:
        scope = item.nodeid.split("::")[0] + lesson_of(item.nodeid)
        files[scope] = min(weight(item), files.get(scope, 9))
    items.sort(key=lambda item: files[item.nodeid.split("::")[0] + lesson_of(item.nodeid)])


def chromium_path() -> str | None:
    """Return the system's Chromium or Chrome, None if there is none."""
    names = ["chromium", "chromium-browser", "google-chrome", "chrome"]
    return next((found for name in names if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium for the whole run; without one, browser tests are skipped or fail."""
    path = chromium_path()
    if path is None:
        if os.environ.get("ALLIANCE_REQUIRE_BROWSER") == "1":
            pytest.fail("No Chromium found, and ALLIANCE_REQUIRE_BROWSER=1 asks for one.")
        pytest.skip("no Chromium on this machine: install the package “chromium” to run this")
    from playwright.sync_api import sync_playwright

    args = list(CHROMIUM_ARGS)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        args.append("--no-sandbox")  # Chromium refuses to run its sandbox as root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=args)
        yield browser
        browser.close()


def is_local(url: str) -> bool:
    """Tell whether a request stays on this machine."""
    return url.startswith(
        ("data:", "blob:", "about:", "file:", "http://127.0.0.1:", "ws://127.0.0.1:")
    )


@contextmanager
def watched_page(browser):
    """A new page; fails in the end if anything in it asked another host for anything.

    All pages of a worker share what the browser has loaded and compiled, or each would load
    JupyterLab anew; what a site has stored is cleared when its page closes.
    """
    size = {"width": 1280, "height": 900}
    context = browser.contexts[0] if browser.contexts else browser.new_context(viewport=size)
    opened = context.new_page()
    foreign: list[str] = []

    def note(request) -> None:
        if not is_local(request.url):
            foreign.append(request.url)

    context.on("request", note)
    opened.set_default_timeout(30_000)
    opened.foreign = foreign
    yield opened
    if opened.url.startswith("http"):
        opened.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    opened.close()
    context.remove_listener("request", note)
    assert not foreign, f"the page asked other hosts for {foreign}"


@pytest.fixture
def page(chromium):
    """A page of a test's own; see `watched_page`."""
    with watched_page(chromium) as opened:
        yield opened


def choose_theme(page, theme: str) -> None:
    """Choose Settings > Theme in the running page, as a person does."""
    page.click("#jp-MainMenu >> text=Settings")
    page.hover(".lm-Menu-itemLabel:text-is('Theme')")
    page.click(f".lm-Menu-itemLabel:text-is('{theme}')")
    page.wait_for_function("(t) => document.body.dataset.jpThemeName === t", arg=theme)
    page.wait_for_timeout(500)


def is_json(text: str) -> bool:
    """Tell whether a text is JSON from beginning to end."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


CLOSE_ALL = """async () => {
    for (const widget of [...jupyterapp.shell.widgets("main")]) {
        if (widget.context) widget.context.model.dirty = false;  // or it asks whether to save
        widget.close();
    }
    await jupyterapp.commands.execute("apputils:change-theme", { theme: "JupyterLab Light" });
}"""
OPEN = """async (path) => {
    await jupyterapp.commands.execute("docmanager:open", { path });
}"""


class Lab:
    """A JupyterLab server of its own, on a free port, over a copy of the notebooks and the data."""

    def __init__(self, home: Path) -> None:
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
            *(f"--ServerApp.root_dir={self.work}", "--LabApp.news_url=None"),
            "--LabApp.expose_app_in_browser=True",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            *("--ServerApp.disable_check_xsrf=True", "--KernelRestarter.time_to_dead=0.5"),
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
        self._ready(page, notebook)

    def turn_to(self, page, notebook: str) -> None:
        """Close what a page shows and open another notebook in the same JupyterLab, in light.

        To load JupyterLab takes longer than to run a lesson.
        """
        if not page.url.startswith(self.url):
            self.fresh()
            self.open(page, notebook)
            return
        page.evaluate(CLOSE_ALL)
        self.fresh()
        page.evaluate(OPEN, f"notebooks/{notebook}")
        self._ready(page, notebook)

    def _ready(self, page, notebook: str) -> None:
        """Wait until a notebook is there and its kernel answers."""
        self.notebook = notebook
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        # The page says idle before there is a kernel: ask the server. And the server calls a
        # killed kernel idle until it has noticed: ask whether there is a process for each.
        for _ in range(240):
            if len(self.kernels()) >= len(self._sessions()) and self._idle(notebook):
                break
            time.sleep(0.25)
        idle = ".jp-Notebook-ExecutionIndicator[data-status=idle]"
        page.wait_for_selector(idle, state="attached", timeout=60_000)

    def set_theme(self, theme: str) -> None:
        """Choose the theme in the settings files, before the page loads."""
        self._setting("apputils-extension/themes", {"theme": theme})
        self._setting("apputils-extension/notification", {"fetchNews": "false"})
        # All cells in the page, as a learner has them after scrolling through once.
        self._setting("notebook-extension/tracker", {"windowingMode": "none"})

    def _setting(self, name: str, values: dict) -> None:
        path = self.home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))

    def run_all(self, page, timeout: int = 120_000) -> None:
        """Choose Run > Run All Cells and wait until the last cell is done."""
        page.click("#jp-MainMenu >> text=Run")
        page.click(".lm-Menu-item[data-command='runmenu:run-all']")
        # Folded cells show no prompt, so ask the server too: idle, and idle still a moment later.
        calm, deadline = 0, time.monotonic() + timeout / 1000
        while calm < 4:
            page.wait_for_timeout(250)
            waiting = page.locator(".jp-InputPrompt:has-text('[*]')").count()
            calm = calm + 1 if not waiting and self._idle(self.notebook) else 0
            assert time.monotonic() < deadline, "the notebook is still running"
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


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory):
    """One JupyterLab server for the whole run."""
    server = Lab(tmp_path_factory.mktemp("lab"))
    yield server
    server.close()


@pytest.fixture
def lab(lab_server, chromium):
    """The server with a clean journal and no kernel left from another test."""
    lab_server.fresh()
    return lab_server


@pytest.fixture
def package(tmp_path) -> Path:
    """A copy of the real data package, to be broken or changed."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture
def other_data() -> Path:
    """A tiny data package about another alliance."""
    return Path(__file__).parent / "other_alliance"


@pytest.fixture
def shelf(tmp_path, monkeypatch) -> Path:
    """A folder of texts to add languages to; afterwards English is spoken again."""
    from alliance import texts

    folder = tmp_path / "texts"
    shutil.copytree(texts.HERE / "en", folder / "en")
    monkeypatch.setattr(texts, "HERE", folder)
    texts.catalogue.cache_clear()
    yield folder
    texts.use("en")
    monkeypatch.undo()
    texts.catalogue.cache_clear()
