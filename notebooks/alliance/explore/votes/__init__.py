"""Votes: a chamber, the record of a text, where members sit, and which votes would pass it."""
