from src.functions.ingest_readings.parser import parse

if __name__ == "__main__":
	print(parse("B;1;C"))
