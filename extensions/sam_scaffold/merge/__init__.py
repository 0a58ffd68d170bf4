"""The merge of a snippet, a partial SAM template, into a SAM template.

Knows base, ours, theirs and what an entry means; must not know copier or components.
"""
