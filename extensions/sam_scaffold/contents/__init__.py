"""Contents of functions and layers: what can be imported, and what is deployed.

Knows builds, search paths and sizes; must not know copier or findings.
"""
