"""Let `python -m alliance` do what the command `alliance` does, where nothing is installed."""

from .teach.command import main

raise SystemExit(main())
