"""A real JupyterHub with its proxy on loopback, started and ended by the load test."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil

from tests.hub.learner import ask
from tests.places import DATA, NOTEBOOKS

HERE = Path(__file__).parent


def proxy(folder: Path) -> str:
    """Return the command of configurable-http-proxy; npm fetches it into a folder if need be.

    Raises:
        SystemExit: there is no npm, or it cannot fetch the proxy.
    """
    found = shutil.which("configurable-http-proxy")
    if found:
        return found
    if not shutil.which("npm"):
        sys.exit("The hub needs configurable-http-proxy: install Node.js with npm, then try again.")
    print("fetching configurable-http-proxy with npm", file=sys.stderr, flush=True)
    command = ["npm", "install", "--silent", "--prefix", str(folder), "configurable-http-proxy"]
    if subprocess.run(command).returncode:
        sys.exit("npm could not fetch configurable-http-proxy.")
    return str(folder / "node_modules" / ".bin" / "configurable-http-proxy")


def free_ports(count: int) -> int:
    """Return the first of some ports in a row that nobody listens at."""
    for first in range(20_000, 40_000, 17):
        probes = [socket.socket() for _ in range(count)]
        try:
            for offset, probe in enumerate(probes):
                probe.bind(("127.0.0.1", first + offset))
            return first
        except OSError:
            continue
        finally:
            for probe in probes:
                probe.close()
    raise RuntimeError("no free ports")


class Hub:
    """A hub of its own over a copy of the module; `close` ends everything that it started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.homes = folder / "homes"
        self.homes.mkdir(parents=True)
        shared = folder / "shared"
        ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(NOTEBOOKS, shared / "notebooks", ignore=ignore)
        shutil.copytree(DATA, shared / "data", ignore=ignore)
        port = free_ports(3)
        self.url = f"http://127.0.0.1:{port}"
        self.token = secrets.token_hex(16)
        environment = {
            **os.environ,
            "ALLIANCE_SHARED": str(shared),
            "HUB_TRIAL_HOMES": str(self.homes),
            "HUB_TRIAL_PORT": str(port),
            "HUB_TRIAL_PROXY": proxy(folder / "npm"),
            "HUB_TRIAL_TOKEN": self.token,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        self.log = open(folder / "hub.log", "wb")  # noqa: SIM115 (closed in `close`)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "--config", str(HERE / "loopback_config.py")],
            env=environment,
            cwd=folder,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        self._wait()

    def _wait(self) -> None:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{self.url}/hub/health", timeout=2).read()
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.25)
        raise RuntimeError((self.folder / "hub.log").read_text(errors="replace")[-3000:])

    def start_server(self, user: str) -> str:
        """Start the server of a learner, wait until it is ready, return a token for it."""
        users = f"{self.url}/hub/api/users"
        ask(f"{users}/{user}", self.token, "POST")
        made = ask(f"{users}/{user}/tokens", self.token, "POST", {})
        ask(f"{users}/{user}/server", self.token, "POST", {})
        while not ask(f"{users}/{user}", self.token)["servers"].get("", {}).get("ready"):
            time.sleep(0.3)
        return made["token"]

    def memory(self) -> dict[str, list[float]]:
        """Return the proportional set size (MiB) of every server and every kernel that runs."""
        found: dict[str, list[float]] = {"server": [], "kernel": []}
        for child in psutil.Process(self.process.pid).children(recursive=True):
            try:
                command = " ".join(child.cmdline())
                kind = "kernel" if "ipykernel" in command else "server"
                if kind == "kernel" or "singleuser" in command:
                    found[kind].append(child.memory_full_info().pss / 2**20)
            except psutil.Error:
                continue
        return found

    def close(self) -> None:
        """End the hub, its proxy, all servers and all kernels."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        for child in children:
            try:
                child.kill()
            except psutil.Error:
                continue
        self.log.close()
