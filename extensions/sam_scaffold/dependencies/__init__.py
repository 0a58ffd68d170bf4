"""Python packages: what is listed, what it is imported as, and what a module imports.

Knows Python's packaging and nothing of SAM.
"""
