"""Plans a courier's way, with nothing of ours."""


def lambda_handler(event, context):
    return sorted(event['streets'], key=len)
