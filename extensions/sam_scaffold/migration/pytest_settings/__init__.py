"""Settings of a repository's tests: where pytest runs, and what it can import.

Knows pytest's configuration files; must not know functions or layers.
"""
