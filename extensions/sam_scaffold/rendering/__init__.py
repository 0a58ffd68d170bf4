"""Rendering: copier, Jinja and the versions of the template.

Knows how a component is rendered; must not know what answers mean.
"""
