"""Learning of each part of the house style from a template.

Knows majorities of samples; must not know how the style is used.
"""
