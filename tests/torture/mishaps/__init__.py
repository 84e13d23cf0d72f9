"""What people and newer versions do to a house that is running."""
