"""The catalog."""


def handler(event, context):
    return {}
