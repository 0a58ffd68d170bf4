"""Static analysis of a Python module: imports, names and values.

Knows syntax trees; must not know the disk or the search for modules.
"""
