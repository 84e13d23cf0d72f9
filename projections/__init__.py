"""What the facts add up to: one deletable file a view, no input or output."""
