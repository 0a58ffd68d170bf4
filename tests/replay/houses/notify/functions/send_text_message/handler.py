"""Messages to customers."""


def lambda_handler(event, context):
    return {}
