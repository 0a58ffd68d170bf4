"""Merge a snippet, a partial SAM template, into SAM templates.

Knows SAM's sections and what an entry means; knows nothing of copier.
"""
