"""Not needed: the heap was sold."""
