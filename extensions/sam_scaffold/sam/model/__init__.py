"""The model of a SAM template: resources, functions, layers, references, values.

Knows what a template states; must not know how a house writes it or what AWS makes of it.
"""
