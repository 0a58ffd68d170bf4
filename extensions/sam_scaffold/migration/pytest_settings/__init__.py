"""The settings of a repository's tests: where pytest runs, and what it can import."""
