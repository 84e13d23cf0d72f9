"""The change feed: for every fact of the ledger one message on ``jx.out.<division>.changes``."""
