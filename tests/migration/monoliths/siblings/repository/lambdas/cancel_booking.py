# Cancels, and pays back 80 per cent.
from prices import price
from hall import seat
from util.rounding import down

def handler(event, context):
    return {'refund': down(sum(price(seat(s)[0]) for s in event['seats']) * 0.8)}
