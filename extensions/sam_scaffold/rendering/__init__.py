"""Components from answers to files: everything that knows copier."""
