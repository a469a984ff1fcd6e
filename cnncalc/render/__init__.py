"""One file a format: a report becomes text."""
