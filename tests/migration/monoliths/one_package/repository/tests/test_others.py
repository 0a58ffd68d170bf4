from unittest.mock import patch

import pytest
from parcels.notices.handler import handler as notices
from parcels.postage.handler import handler as postage
from parcels.routing.handler import handler as routing
from parcels.shared.zones import zone


@pytest.mark.parametrize(('postcode', 'expected'), [('10115', 'city'), ('17489', 'region'), ('80331', 'far')])
def test_zones(postcode, expected):
    assert zone(postcode) == expected


def test_routing():
    parcels = [{'number': n, 'grams': 1, 'postcode': p} for n, p in [('2', '10115'), ('1', '20095')]]
    assert routing({'parcels': parcels}, None) == {'city': ['2'], 'coast': ['1']}


def test_notices(monkeypatch):
    monkeypatch.setenv('LANGUAGE', 'en')
    assert 'arrives today' in notices({'number': '1', 'grams': 1, 'postcode': '10115'}, None)


def test_postage():
    with patch('parcels.postage.rates.json.load', return_value={'city': 1}):
        assert postage({'grams': 2500, 'postcode': '10115'}, None) == {'cents': 3}
