"""A function's block and the shared layer in a SAM template, changed by splices alone."""
