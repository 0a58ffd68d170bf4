"""Resolution of requirements by uv or pip for Lambda's platform.

Knows the resolvers and their output; must not know templates or layers.
"""
