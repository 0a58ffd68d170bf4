"""House style: the conventions of the functions and layers of a template.

Knows names, patterns and locations; must not know how components are rendered.
"""
