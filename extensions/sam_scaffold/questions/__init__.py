"""Questions: choices, defaults and refusals of answers.

Knows what an answer may be in a repository; must not know how copier renders.
"""
