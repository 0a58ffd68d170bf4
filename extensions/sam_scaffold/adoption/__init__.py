"""Adoption: answers inferred from functions and layers written by hand.

Knows how code becomes answers; must not know terminals.
"""
