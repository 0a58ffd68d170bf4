"""Resolution of requirements by uv or pip for Lambda's platform.

Knows the resolvers and what they print; must not know templates or layers.
"""
