"""Streams and consumers as they must be, looked after while everything runs."""
