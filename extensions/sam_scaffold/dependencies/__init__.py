"""Python packages: requirements, import names, imports, and what pip or uv resolves.

Knows Python's packaging and import system; must not know SAM or documents.
"""
