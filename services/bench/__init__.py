"""How fast the record is, against the physical limit and against what a team would pick instead."""
