"""Place on the map."""
