"""Rendering: Copier, Jinja and the versions of the Copier template.

Knows how a component is rendered; must not know what answers mean.
"""
