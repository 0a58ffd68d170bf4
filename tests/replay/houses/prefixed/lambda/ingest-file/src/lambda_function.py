"""Files of the lake."""


def lambda_handler(event, context):
    return {}
