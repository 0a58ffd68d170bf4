"""The command line: options, output and exit codes.

Knows every other room; must not decide what they can decide.
"""
