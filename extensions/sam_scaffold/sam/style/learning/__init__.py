"""Learning of each part of the house style from a template.

Knows majorities of samples; must not know what the style is used for.
"""
