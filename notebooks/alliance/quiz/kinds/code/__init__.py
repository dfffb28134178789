"""A value computed in a code cell."""
