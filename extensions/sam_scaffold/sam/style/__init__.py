"""House style: what the functions and layers of a template have in common.

Knows names, patterns and frames; must not know how components are rendered.
"""
