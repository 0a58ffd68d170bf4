"""Answers the load balancer, and nothing else."""


def handler(event, context):
    return {"statusCode": 200, "body": "ok"}
