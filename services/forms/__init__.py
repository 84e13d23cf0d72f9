"""The official forms as files: filled from facts, and read back from what a unit filled in."""
