"""Messages and lines that nobody should send, the same for the same seed."""
