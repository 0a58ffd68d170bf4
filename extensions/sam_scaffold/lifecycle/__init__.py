"""What becomes of a component after it was added: update, change, rename, remove, look."""
