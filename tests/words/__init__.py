"""The check of the project's words: what `make lint` runs over docs, code and templates."""
