"""HTTP: commands in, views, histories and changes out; nothing without an identity."""
