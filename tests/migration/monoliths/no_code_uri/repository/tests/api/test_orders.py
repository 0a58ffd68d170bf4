import json
from unittest import mock

from src.api.couriers import lambda_handler as couriers
from src.api.kitchen import lambda_handler as kitchen
from src.api.orders import lambda_handler


def test_order(pizza_order):
    assert json.loads(lambda_handler(pizza_order, None)['body']) == {'total': 16}


def test_sold_out(pizza_order):
    with mock.patch('src.api.orders.PRICES', {}):
        assert lambda_handler(pizza_order, None)['statusCode'] == 400


def test_kitchen():
    assert json.loads(kitchen({'funghi': 3}, None)['body']) == {'funghi': 12}


def test_couriers():
    assert couriers({'streets': ['Long Lane', 'Hill']}, None) == ['Hill', 'Long Lane']
