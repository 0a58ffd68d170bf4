"""Members."""


def handler(event, context):
    return {}
