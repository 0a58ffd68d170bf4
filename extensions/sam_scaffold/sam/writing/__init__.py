"""Writing of SAM: data as YAML or JSON text, and the renaming of resources.

Knows how SAM templates are written; must not know snippets or merges.
"""
