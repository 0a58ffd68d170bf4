"""The pipeline of `sam-scaffold check`: cfn-lint, SAM's translator, cfn-lint again.

Knows linters and where findings belong; must not know how a rule decides.
"""
