"""Components: their answers, the facts derived from these, and their records.

Knows what a template reads about a component; must not know copier or terminals.
"""
