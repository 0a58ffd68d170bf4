import unittest

from src.functions.daily_summary import app as summary
from src.functions.frost_warning import app as frost


class WarningsTest(unittest.TestCase):
	def test_frost(self):
		self.assertEqual(frost.lambda_handler({"B": -1, "H": 3}, None), ["Berlin"])

	def test_summary(self):
		event = {"fahrenheit": [32, 50]}
		self.assertEqual(summary.lambda_handler(event, None), {"mean": 5.0, "spread": 10.0})
