"""The SAM language: model, style, IAM, events, notation, translation of a template.

Reads documents and never changes them; must not know snippets, copier or commands.
"""
