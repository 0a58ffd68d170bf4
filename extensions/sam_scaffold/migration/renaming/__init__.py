"""Renaming of modules in Python source: imports, and strings that name them.

Knows Python's syntax; must not know functions or layers.
"""
