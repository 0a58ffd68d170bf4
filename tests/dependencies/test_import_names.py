"""Import names of distributions, measured on those that Lambda functions use."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sam_scaffold.dependencies.packages import import_names as module
from sam_scaffold.dependencies.packages.import_names import (
    distributions_of,
    import_names,
    is_brought,
    is_known,
    proposed,
)

USED = """
aiobotocore aiohttp alembic anthropic arrow asyncpg attrs=attr authlib awscrt awswrangler
aws-embedded-metrics aws-encryption-sdk aws-lambda-powertools aws-psycopg2=psycopg2
aws-requests-auth aws-secretsmanager-caching aws-xray-sdk alpaca-py=alpaca
azure-identity=azure.identity azure-storage-blob=azure.storage.blob backoff bcrypt
beautifulsoup4=bs4 boto3 botocore brotli cachetools ccxt certifi cfn-lint=cfnlint chalice
charset-normalizer click confluent-kafka crhelper croniter cryptography
databricks-sql-connector=databricks.sql datadog datadog-lambda ddtrace defusedxml
discord.py=discord Django djangorestframework=rest_framework dnspython=dns duckdb elasticsearch
email-validator faiss-cpu=faiss fastapi fastparquet feedparser firebase-admin Flask Flask-Cors
fpdf2=fpdf GitPython=git google-api-core=google.api_core google-api-python-client=googleapiclient
google-auth=google.auth google-cloud-bigquery=google.cloud.bigquery
google-cloud-storage=google.cloud.storage googlemaps gql graphql-core=graphql grpcio=grpc gspread
html5lib httpx hvac idna jinja2 jira joblib jsonpath-ng jsonschema kafka-python=kafka langchain
langdetect lxml lz4 Mangum MarkupSafe marshmallow matplotlib moto mysqlclient=MySQLdb
mysql-connector-python=mysql.connector newrelic nltk num2words numpy oauthlib onnxruntime openai
opencv-python-headless=cv2 openpyxl opensearch-py=opensearchpy opentelemetry-api=opentelemetry
oracledb orjson paho-mqtt=paho.mqtt pandas paramiko passlib pdfplumber peewee pendulum
phonenumbers pika Pillow=PIL pinecone polars protobuf=google.protobuf psycopg
psycopg2-binary=psycopg2 pyarrow pyathena pycognito pycryptodome=Crypto pydantic pydantic-settings
PyGithub=github PyJWT=jwt pymongo pymssql PyMuPDF=fitz PyMySQL PyNaCl=nacl pynamodb pyodbc
pyOpenSSL=OpenSSL pypdf PyPDF2=PyPDF2 pyotp pysftp pyspark pytesseract pytest
python-dateutil=dateutil python-docx=docx python-dotenv=dotenv python-jose=jose
python-json-logger=pythonjsonlogger python-Levenshtein=Levenshtein python-magic=magic
python-multipart=multipart python-pptx=pptx python-slugify=slugify python-telegram-bot=telegram
pytz PyYAML=yaml qrcode rapidfuzz redis reportlab requests requests-aws4auth requests-oauthlib
ruamel.yaml=ruamel.yaml s3fs scikit-image=skimage scikit-learn=sklearn scipy sendgrid sentry-sdk
setuptools Shapely simplejson simple-salesforce six slack-bolt slack-sdk smart-open
snowflake-connector-python=snowflake.connector spacy SQLAlchemy sshtunnel stripe structlog
tabulate tenacity tiktoken toml tqdm transformers tweepy twilio typing-extensions tzdata ujson
Unidecode urllib3 watchtower websocket-client=websocket websockets Werkzeug wrapt xlrd xlsxwriter
xmltodict yfinance zeep zstandard
"""
"""Distributions with what they are imported as, where it is not the same name."""

NAMES = {
    name: imported or name.lower().replace("-", "_")
    for name, _, imported in (entry.partition("=") for entry in USED.split())
}


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hide all installed packages except this one and the mapping."""
    monkeypatch.setattr(module, "_installed", lambda _: frozenset())
    monkeypatch.setattr(module, "_installed_tops", dict)
    module._known.cache_clear()
    module._bringing.cache_clear()
    yield
    module._known.cache_clear()
    module._bringing.cache_clear()


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(("distribution", "imported"), NAMES.items(), ids=NAMES)
def test_used_distributions(distribution: str, imported: str) -> None:
    assert len(NAMES) > 200
    assert is_known(distribution)
    assert any(f"{imported}.".startswith(f"{name}.") for name in import_names(distribution))


LIKELIEST = {
    "yaml": "pyyaml",
    "jwt": "pyjwt",
    "jose": "python-jose",
    "PIL": "pillow",
    "cv2": "opencv-python",
    "psycopg2": "psycopg2-binary",
    "dateutil": "python-dateutil",
    "google.cloud.storage": "google-cloud-storage",
    "google.cloud.storage.blob": "google-cloud-storage",
    "google.protobuf": "protobuf",
    "azure.identity": "azure-identity",
    "azure.mgmt.compute": "azure-mgmt-compute",
    "mysql.connector": "mysql-connector-python",
    "bs4": "beautifulsoup4",
    "Crypto.Cipher": "pycryptodome",
    "pandas.io": "pandas",
}


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(("imported", "distribution"), LIKELIEST.items(), ids=LIKELIEST)
def test_likeliest_distribution(imported: str, distribution: str) -> None:
    assert is_brought(imported)
    assert distributions_of(imported)[0] == distribution


@pytest.mark.usefixtures("alone")
def test_spelling_does_not_matter() -> None:
    assert import_names("PyYAML") == import_names("pyyaml")
    assert import_names("ruamel_yaml") == import_names("Ruamel.YAML") == {"ruamel.yaml"}


@pytest.mark.parametrize("distribution", ["types-aioboto3", "Types_PyYAML", "of-our-own-stubs"])
def test_type_stubs_bring_nothing_unknown(distribution: str) -> None:
    assert is_known(distribution)


def test_guesses() -> None:
    assert import_names("a-thing.of-our-own") == {"a_thing_of_our_own"}
    assert not is_known("a-thing.of-our-own")
    assert distributions_of("a_thing_of_our_own.inner") == ("a-thing-of-our-own",)
    assert not is_brought("a_thing_of_our_own")


@pytest.mark.parametrize("name", ["tests", "utils", "src", "config"])
@pytest.mark.usefixtures("alone")
def test_what_is_packed_by_mistake_is_not_brought(name: str) -> None:
    assert not is_brought(name)


def test_installed_metadata_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = tmp_path / "acme_core-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-core\nVersion: 1.0\n")
    (info / "RECORD").write_text("acme/core/__init__.py,,\nacme/rules.py,,\n../../bin/acme,,\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert import_names("acme.core") == {"acme.core", "acme.rules"}


@pytest.mark.usefixtures("alone")
def test_without_the_mapping_names_are_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAPPING", ("no-such-distribution", "x.db"))
    module._mapping.cache_clear()
    try:
        assert import_names("PyYAML") == {"pyyaml"}
        assert not is_known("PyYAML")
    finally:
        module._mapping.cache_clear()


PROPOSED = {
    "google.cloud.storage": "google-cloud-storage",
    "google.cloud.vision_v1": "google-cloud-vision",
    "google.oauth2.service_account": "google-auth",
    "google.protobuf.json_format": "protobuf",
    "google": "",
    "google.cloud": "",
    "azure.storage.blob.BlobServiceClient": "azure-storage-blob",
    "azure.mgmt.compute": "azure-mgmt-compute",
    "azure": "",
    "ruamel.yaml": "ruamel-yaml",
    "zope.interface": "zope-interface",
    "jaraco.text": "jaraco-text",
    "opentelemetry.trace": "opentelemetry-api",
    "opentelemetry.sdk.trace": "opentelemetry-sdk",
    "opentelemetry.nothing": "",
    "snowflake.connector": "snowflake-connector-python",
    "snowflake.snowpark": "snowflake-snowpark-python",
    "databricks.sdk": "databricks-sdk",
    "mypy_boto3_s3": "mypy-boto3-s3",
    "yaml": "pyyaml",
    "PIL.Image": "pillow",
    "cv2": "opencv-python-headless",
    "sklearn": "scikit-learn",
    "bs4": "beautifulsoup4",
    "jwt": "pyjwt",
    "Crypto.Cipher": "pycryptodome",
    "psycopg2": "psycopg2-binary",
    "MySQLdb": "mysqlclient",
    "dotenv": "python-dotenv",
    "telegram": "python-telegram-bot",
    "slack": "slack-sdk",
    "magic": "python-magic",
    "OpenSSL": "pyopenssl",
    "serial": "pyserial",
    "attr": "attrs",
    "pkg_resources": "setuptools",
    "faiss": "faiss-cpu",
    "alpaca.trading": "alpaca-py",
    "money": "",
    "models": "",
    "utils": "",
    "requets": "",
}


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(("imported", "distribution"), PROPOSED.items(), ids=PROPOSED)
def test_what_is_proposed(imported: str, distribution: str) -> None:
    assert proposed(imported) == distribution
