"""The ledger and its streams in a folder elsewhere, and back from there."""
