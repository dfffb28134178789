"""A short text that is kept and never marked."""
