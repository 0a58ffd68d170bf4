from fares import fare


def test_half_an_hour():
    assert fare(30) == 100
