"""Events of a template: routes, notifications, targets of services.

Knows who calls whom; must not know triggers of generated functions.
"""
