"""The final assessment: questions drawn by objective, asked without feedback until the end."""
