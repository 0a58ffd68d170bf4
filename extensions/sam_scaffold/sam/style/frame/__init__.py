"""Frames: how an existing function and the resources around it are written, for a new function.

Knows functions, their satellites and the notations of events; must not know answers or files.
"""
