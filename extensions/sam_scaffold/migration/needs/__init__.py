"""Functions that share a code folder: what each needs, and who owns each file.

Knows imports and data files; must not know layouts.
"""
