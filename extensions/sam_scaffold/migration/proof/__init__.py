"""A trial of a migration on copies of the repository: artifacts, imports, templates, tests.

Knows what must not change; must not know how a migration is planned.
"""
