# Books seats.
from prices import price
from hall import ROWS, seat
import vouchers as _vouchers

def handler(event, context):
    seats = [seat(s) for s in event['seats']]
    total = sum(price(row) for row, _ in seats)
    return {'total': _vouchers.reduce(total, event.get('voucher')), 'rows': len(ROWS)}
