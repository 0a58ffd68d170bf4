"""Modules with other names, in Python source: imports, and strings that name them."""
