"""Rules of cfn-lint that are not run on the translated template.

Measured on 611 templates, by review of what each rule found in the translated template and not
in the source: the findings of these rules could not be fixed in the source.
"""

from __future__ import annotations

EXCLUDED = {
    "E0002": "a rule may fail on generated resources",
    "W1020": "SAM replaces parameters by their defaults, so an Fn::Sub has no variables",
    "W1028": "SAM wraps each route of an implicit API in an Fn::If",
    "W2001": "SAM replaces parameters by their defaults, so nothing refers to them",
    "W3002": "SAM packages local paths",
    "W3005": "SAM adds a redundant DependsOn",
    "W3660": "SAM always generates the Body of an API",
    "W7001": "SAM replaces values of mappings, so nothing refers to them",
    "W8001": "SAM evaluates conditions, so nothing refers to them",
}
"""The reasons by rule. The source template is checked with these rules, too."""
