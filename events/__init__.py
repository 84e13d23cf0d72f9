"""What happened: immutable facts, their wire form and their subjects."""
