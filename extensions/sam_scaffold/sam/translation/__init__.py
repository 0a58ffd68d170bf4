"""SAM's translation of a template to CloudFormation, and the quotas of the result.

Knows SAM's translator; must not know rules or findings.
"""
