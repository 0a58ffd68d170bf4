"""Takes orders."""
import json
import logging

from src.lib.http import answer
from src.lib.menu import PRICES

logger = logging.getLogger(__name__)  # ü: not ASCII


def lambda_handler(event, context):
    order = json.loads(event['body'])
    unknown = set(order['pizzas']) - set(PRICES)
    if unknown:
        return answer(400, {'unknown': sorted(unknown)})
    return answer(201, {'total': sum(PRICES[p] * n for p, n in order['pizzas'].items())})
