"""Deadlines fire at their moment: timers on JetStream, planned from the facts themselves."""
