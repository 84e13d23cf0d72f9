"""What the process stands on: settings, logging and the two servers it keeps."""
