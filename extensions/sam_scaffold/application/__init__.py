"""The application: a template and the files around it, each read once.

Knows functions, layers, event sources and permissions; must not know how a rule judges them.
"""
