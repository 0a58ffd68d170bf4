"""Python's import system, replayed on disk without running a module.

Knows the search path, closures of imports and missing modules; must not know SAM.
"""
