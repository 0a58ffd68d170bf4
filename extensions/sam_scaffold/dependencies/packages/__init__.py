"""Distribution packages: their contents, what they import as, what provides them.

Knows installed packages and layers' contents; must not know the source of modules.
"""
