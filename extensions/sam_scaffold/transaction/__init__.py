"""Files of a repository: paths, locks, staged changes, the journal that undoes them, git.

Knows the disk; must not know what a file says: no YAML, no SAM, no components.
"""
