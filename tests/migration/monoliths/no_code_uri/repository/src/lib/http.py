import json


def answer(status, body):
    return {'statusCode': status, 'body': json.dumps(body, sort_keys=True)}
