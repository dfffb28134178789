"""The web edition: every lesson as a page that is there at once (`alliance site OUT`).

run.py       runs a notebook on a kernel, as a reader without a journal finds it
cells.py     what each cell is on a page, and which cells a panel needs
output.py    an output as HTML of a page: scripts, sheets and frames become shared files
panels.py    the state of panels, and the same questions as text
exporter.py  a page from a notebook, by nbconvert and the template in templates/
landing.py   the first page
site.py      the whole site: written beside, then put in its place
serve.py     looked at on this machine

What marks behind the pages:
runtime.py       writes it: Pyodide (distribution.py), libraries (wheels.py), compiled (bytecode.py)
worker.js        loads Python in the background of a page
marker.py        builds the panels there, with light stand-ins for widgets (standins.py)
keeping.py       the journal there: its lines go to the storage of the browser
lab.py           JupyterLite beside the pages
host.js          draws the panels of a page and talks to its worker (models.js, tasks.js, store.js)
"""
