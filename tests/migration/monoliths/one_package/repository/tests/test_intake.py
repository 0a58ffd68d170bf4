from unittest import mock

from parcels.intake import handler as intake

EVENT = {'number': '4006381333931', 'grams': 12_000, 'postcode': '10115'}


def test_a_heavy_parcel():
    assert intake.handler(EVENT, None) == {'accepted': True, 'heavy': True}


def test_a_wrong_number():
    assert not intake.handler({**EVENT, 'number': '4006381333930'}, None)['accepted']


def test_the_scales_are_asked():
    with mock.patch('parcels.intake.handler.heavy', return_value='maybe') as heavy:
        assert intake.handler(EVENT, None)['heavy'] == 'maybe'
    heavy.assert_called_once()
