"""Facts of AWS that hold for every repository, with their source and date.

Knows runtimes, policies, event patterns; must not know documents or templates.
"""
