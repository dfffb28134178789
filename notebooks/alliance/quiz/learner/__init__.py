"""Where a learner stands: attempts, mastery, spaced review, confidence, sections read."""
