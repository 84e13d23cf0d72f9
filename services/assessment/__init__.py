"""The yearly assessment of departments: points from evidence, ranking, what follows from it."""
