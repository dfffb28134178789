"""A hub on loopback for the load test: the settings of jupyterhub_config.py, made-up learners.

`python -m tests.hub` starts it; it names ports and folders in the environment.
"""

import os
import shutil
from pathlib import Path

c = get_config()  # noqa: F821 (JupyterHub and traitlets hand it over)
HERE = Path(__file__).parent
load_subconfig(str(HERE / "jupyterhub_config.py"))  # noqa: F821

HOMES = Path(os.environ["HUB_TRIAL_HOMES"])
PORT = int(os.environ["HUB_TRIAL_PORT"])
MODULE = Path(os.environ["ALLIANCE_SHARED"])


def give_module(spawner):
    """Put the notebooks into a new home, as nbgitpuller does for a learner with its link."""
    home = HOMES / spawner.user.name
    if not (home / "module").exists():
        ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(MODULE / "notebooks", home / "module" / "notebooks", ignore=ignore)
    spawner.environment = {
        **spawner.environment,
        "HOME": str(home),
        "ALLIANCE_PROGRESS": str(home / "progress"),
        "PYTHONPATH": "",
    }


c.JupyterHub.bind_url = f"http://127.0.0.1:{PORT}"
c.JupyterHub.hub_connect_ip = "127.0.0.1"
c.JupyterHub.hub_port = PORT + 1
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{PORT + 2}"
c.ConfigurableHTTPProxy.command = [os.environ["HUB_TRIAL_PROXY"]]
c.JupyterHub.db_url = "sqlite:///:memory:"
c.JupyterHub.cookie_secret_file = str(HOMES / "cookie_secret")
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = f"{HOMES}/{{username}}"
c.Spawner.pre_spawn_hook = give_module
c.Spawner.args = [*c.Spawner.args, "--allow-root"]
c.JupyterHub.services = [
    {"name": "trial", "api_token": os.environ["HUB_TRIAL_TOKEN"]},
]
c.JupyterHub.load_roles = [
    {
        "name": "trial",
        "services": ["trial"],
        "scopes": ["admin:users", "admin:servers", "tokens", "access:servers"],
    }
]
