"""A trial of a migration on copies of the repository: artifacts, imports, templates, tests.

Knows what must be the same before and after; must not know how a migration is planned.
"""
