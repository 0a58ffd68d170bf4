"""Record of what a migration did to the files, written whole or not at all, and its undo.

Knows files before and after; must not know why they changed.
"""
