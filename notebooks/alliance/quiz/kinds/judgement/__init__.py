"""A verdict and what decides it: true-false and judge."""
