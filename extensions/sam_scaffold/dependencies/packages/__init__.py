"""Distribution packages: their contents, import names and providers.

Knows installed packages and layers' contents; must not know the source of modules.
"""
