"""A function's block and the shared layer in a SAM template, changed only by splices.

Knows how moved code changes resources; must not know files of code.
"""
