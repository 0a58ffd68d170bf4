"""Paths of a function's own code and of the shared code, in each layout.

Knows folders and packages; must not know how a block is written.
"""
