"""Tools for instructors: the `alliance` command."""
