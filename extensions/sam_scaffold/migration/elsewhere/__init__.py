"""Lines of other files that name the old path of moved code.

Knows documents, scripts and settings; must not know SAM.
"""
