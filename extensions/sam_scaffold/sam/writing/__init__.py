"""Notation: data as YAML or JSON text, and resources under other logical ids.

Knows how SAM templates are written; must not know snippets or merges.
"""
