"""How questions are written in files: the form, its fields, lines, and what is computed."""
