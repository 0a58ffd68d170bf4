"""Bring functions and layers under the scaffold that were written by hand.

Derives the answers from which the template would render what stands there.
"""
