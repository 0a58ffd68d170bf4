"""Bookings."""


def lambda_handler(event, context):
    return {}
