"""Migration of functions that share a code folder to folders of their own, and back.

Knows layouts, proofs and records; must not know terminals.
"""
