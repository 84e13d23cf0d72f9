"""Upstream facts in, receipts out: accepted + duplicate + parked = received."""
