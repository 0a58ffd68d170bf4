"""Postcodes by zone: the table lies beside this module."""

import csv
from pathlib import Path

_TABLE = Path(__file__).parent / 'zones.csv'


def zone(postcode: str) -> str:
    with _TABLE.open(encoding='utf-8', newline='') as table:
        for row in csv.DictReader(table):
            if postcode.startswith(row['prefix']):
                return row['zone']
    return 'far'
