"""Events of a template: routes of APIs, notifications of buckets, targets of services.

Knows which resource invokes or notifies which; must not know triggers of generated functions.
"""
