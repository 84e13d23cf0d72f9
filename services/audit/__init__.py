"""For auditors: a history as it was at any moment, and whether the record is whole."""
