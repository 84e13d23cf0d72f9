"""Identity over HTTP: who a request comes from, signing in, administration, the logbook."""
