"""A figure to write down."""
