"""The final assessment: questions chosen by objective, asked without feedback until the end."""
