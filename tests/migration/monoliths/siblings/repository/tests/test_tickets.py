import sys
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).parent.parent / 'lambdas'))

import book_seats
import cancel_booking
import seat_plan

def test_book():
    assert book_seats.handler({'seats': ['A1', 'C2']}, None) == {'total': 45, 'rows': 3}

def test_voucher():
    with mock.patch('vouchers.down', return_value=1):
        assert book_seats.handler({'seats': ['A1'], 'voucher': 'FRIEND'}, None)['total'] == 1

def test_cancel():
    with mock.patch('cancel_booking.price', return_value=10):
        assert cancel_booking.handler({'seats': ['A1']}, None) == {'refund': 8}

def test_plan():
    assert seat_plan.handler({'taken': ['B2']}, None) == ['....', '.x..', '....']
