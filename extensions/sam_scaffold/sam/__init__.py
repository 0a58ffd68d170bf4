"""What a SAM template says: its functions, its layers, its house style.

Reads documents and never changes them; knows nothing of snippets or of copier.
"""
