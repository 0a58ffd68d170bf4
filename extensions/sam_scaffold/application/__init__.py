"""The application that a template and the files around it make up, found out once.

Knows functions, layers, event sources and permissions; must not know how a rule judges them.
"""
