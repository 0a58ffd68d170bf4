"""A Python module's source: imports, names, values, told without running it.

Knows syntax trees; must not know the disk or what Python would find there.
"""
