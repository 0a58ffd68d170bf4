"""Python's import system, simulated on disk without running modules.

Knows the search path, closures of imports and missing modules; must not know SAM.
"""
