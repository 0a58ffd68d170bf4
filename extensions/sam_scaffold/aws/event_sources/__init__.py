"""Event sources: what Lambda and EventBridge accept of them.

Knows patterns, filters, schedules; must not know documents or templates.
"""
