"""What the kitchen bakes next."""
from src.lib import http, menu
from src.lib.oven import minutes


def lambda_handler(event, context):
    return http.answer(200, {p: minutes(n) for p, n in event.items() if p in menu.PRICES})
