"""Folds the ledger into PostgreSQL views: live, rebuilt beside the live ones, or as of a day."""
