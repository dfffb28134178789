"""Match and categorise: every item gets one target."""
