"""A function's block and the shared layer in a SAM template, changed only by splices.

Knows what moved code means for resources; must not know files of code.
"""
