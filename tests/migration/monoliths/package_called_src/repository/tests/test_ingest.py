import unittest
from unittest.mock import patch

from src.functions.ingest_readings.app import lambda_handler


class IngestTest(unittest.TestCase):
	def test_reading(self):
		self.assertEqual(
			lambda_handler({"lines": ["B;50;F"]}, None), [{"station": "Berlin", "celsius": 10.0}]
		)

	@patch("src.functions.ingest_readings.app.station_name", return_value="X")
	def test_name(self, _name):
		self.assertEqual(lambda_handler({"lines": ["B;5;C"]}, None)[0]["station"], "X")
