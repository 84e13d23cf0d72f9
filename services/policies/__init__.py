"""The law as dated data: typed rules, one TOML pack a place, and how an edition is adopted."""
