"""Faults on purpose, and a checker that knows nothing of the code it checks."""
