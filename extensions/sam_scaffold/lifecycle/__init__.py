"""The life cycle of components: update, set, rename, remove, status.

Knows what becomes of components; must not know terminals.
"""
