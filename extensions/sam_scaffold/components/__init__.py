"""Components: answers, the facts that follow from them, and their records.

Knows what a template reads of a component; must not know copier or terminals.
"""
