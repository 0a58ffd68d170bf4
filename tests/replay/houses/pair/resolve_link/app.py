"""Short links."""


def lambda_handler(event, context):
    return {}
