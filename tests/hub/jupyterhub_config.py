"""Settings of a JupyterHub for a course with this module; see README.md beside this file.

The Littlest JupyterHub reads it from `/opt/tljh/config/jupyterhub_config.d/alliance.py`; any other
hub loads it from its own configuration with `load_subconfig("…/tests/hub/jupyterhub_config.py")`.
The load test runs a hub with exactly these settings.
"""

import os

c = get_config()  # noqa: F821 (JupyterHub and traitlets hand it over)

# Where the administrator keeps one copy of the module for everybody, owned by root.
SHARED = os.environ.get("ALLIANCE_SHARED", "/srv/alliance")

# What every kernel finds in its environment.
c.Spawner.environment = {
    # One data folder for all, which nobody but the administrator can write.
    "ALLIANCE_DATA": f"{SHARED}/data",
    # The same data, read and checked once by the administrator (see README.md): a kernel opens them
    # in a quarter of the time. Without this file, or after a change of the data, each learner's
    # own copy is made at the first lesson.
    "ALLIANCE_PREPARED": f"{SHARED}/prepared.json",
    # Journals stay where the module keeps them for one person too: in each home.
    # pandas asks for a thread a core; forty kernels that do so stand in each other's way.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}

# The lesson list, in JupyterLab.
c.Spawner.default_url = "/lab/tree/module/notebooks/00-start-here.ipynb"

# A learner's server without what no lesson uses: language servers, terminals, the old paths of
# Notebook. They cost memory in every home.
c.Spawner.args = [
    "--ServerApp.jpserver_extensions=jupyter_lsp=False",
    "--ServerApp.jpserver_extensions=jupyter_server_terminals=False",
    "--ServerApp.terminals_enabled=False",
    # No look for news or updates: a class of thirty would ask thirty times.
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    # A kernel that nobody has used for twenty minutes ends, also in an open tab; answers are in the
    # journal, and Run All brings everything back.
    "--MappingKernelManager.cull_idle_timeout=1200",
    "--MappingKernelManager.cull_interval=120",
    "--MappingKernelManager.cull_connected=True",
    # And the server an hour after the last sign of life.
    "--ServerApp.shutdown_no_activity_timeout=3600",
]

# Measured by `python -m tests.hub`: see the table in README.md. Room for two open lessons.
c.Spawner.mem_limit = "768M"
c.Spawner.mem_guarantee = "256M"

# Whoever comes while so many servers are starting is told to try again. A class of sixty logs in at
# the same moment: let all of them in, and give slow ones time.
c.JupyterHub.concurrent_spawn_limit = 60
c.Spawner.start_timeout = 180
c.Spawner.http_timeout = 120
