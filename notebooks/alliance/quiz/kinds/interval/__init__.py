"""An estimate given as a range: low and high."""
