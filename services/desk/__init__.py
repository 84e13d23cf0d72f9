"""Where commands and upstream facts are decided on the ledger: load, decide, append, answer."""
