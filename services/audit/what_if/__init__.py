"""What another edition of the rules would have decided about a year; it writes nothing."""
