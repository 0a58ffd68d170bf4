"""Respond to health checks of a load balancer."""


def handler(event, context):
    return {"statusCode": 200, "body": "ok"}
