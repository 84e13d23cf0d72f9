"""The load: processes of their own, which write down whatever they are told."""
