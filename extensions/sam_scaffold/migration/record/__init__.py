"""Records of migrations, written atomically, and their undo.

Knows files before and after; must not know why they changed.
"""
