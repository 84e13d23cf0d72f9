"""Where it is decided, and where it touches the world."""
