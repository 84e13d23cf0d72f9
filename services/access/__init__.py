"""Who is who, what they may do and see, and the record of who looked."""
