"""The model of a SAM template: resources, functions, layers, references, values.

Knows what a template states; must not know the style of a repository or SAM's translation.
"""
