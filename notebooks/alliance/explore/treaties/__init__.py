"""Treaties: the ladder of promises, clauses and articles side by side, bonds for the map."""
