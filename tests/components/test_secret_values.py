"""Values that look like a secret, and values that do not.

No key is literally in this file, as scanners of repositories would report it. Each is built from
the documented form of its service.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from random import Random

import pytest

from sam_scaffold.components.secret_values import looks_secret

HEX = "0123456789abcdef"
DIGITS = string.digits
BASE62 = string.ascii_letters + string.digits
BASE64 = BASE62 + "+/"
URL_SAFE = BASE62 + "-_"
UPPER = string.ascii_uppercase + string.digits

Draw = Callable[[str, int], str]

MAKERS: dict[str, Callable[[Draw], str]] = {
    "alpaca": lambda some: some(BASE62, 40),
    "anthropic": lambda some: "sk-ant-" + "api03-" + some(URL_SAFE, 93) + "AA",
    "aws-access-key": lambda some: "AK" + "IA" + some(UPPER, 16),
    "aws-access-key-in-a-list": lambda some: '["eu-west-1", "AK' + f'IA{some(UPPER, 16)}"]',
    "aws-access-key-in-a-path": lambda some: "/AK" + "IA" + some(UPPER, 16),
    "aws-access-key-in-a-word": lambda some: "KEY_AK" + "IA" + some(UPPER, 16),
    "aws-secret-key": lambda some: some(BASE64, 40),
    "aws-temporary-key": lambda some: "AS" + "IA" + some(UPPER, 16),
    "aws-secret-key-that-begins-like-a-path": lambda some: "/" + some(BASE64, 39),
    "azure-connection": lambda some: (
        "DefaultEndpointsProtocol=https;AccountName=shop;Account" + f"Key={some(BASE64, 86)}=="
        ";EndpointSuffix=core.windows.net"
    ),
    "azure-shared-access": lambda some: (
        "https://shop.blob.core.windows.net/c?sv=2024-11-04&" + f"sig={some(BASE62, 43)}%3D"
    ),
    "azure-storage": lambda some: some(BASE64, 86) + "==",
    "bearer": lambda some: "Bearer " + some(URL_SAFE, 40),
    "binance": lambda some: some(BASE62, 64),
    "databricks": lambda some: "da" + "pi" + some(HEX, 32),
    "datadog": lambda some: some(HEX, 32),
    "digitalocean": lambda some: "dop_" + "v1_" + some(HEX, 64),
    "discord-webhook": lambda some: (
        "https://discord.com/api/" + f"webhooks/{some(DIGITS, 18)}/{some(URL_SAFE, 68)}"
    ),
    "docker": lambda some: "dckr_" + "pat_" + some(URL_SAFE, 27),
    "fernet": lambda some: some(URL_SAFE, 43) + "=",
    "github": lambda some: "gh" + "p_" + some(BASE62, 36),
    "github-fine-grained": lambda some: "github_" + f"pat_{some(BASE62, 22)}_{some(BASE62, 59)}",
    "gitlab": lambda some: "glp" + "at-" + some(URL_SAFE, 20),
    "google": lambda some: "AI" + "za" + some(URL_SAFE, 35),
    "grafana": lambda some: "gl" + f"sa_{some(BASE62, 32)}_{some(HEX, 8)}",
    "huggingface": lambda some: "h" + "f_" + some(string.ascii_letters, 34),
    "json-web-token": lambda some: (
        f"ey{'J'}{some(URL_SAFE, 33)}.ey{'J'}{some(URL_SAFE, 60)}.{some(URL_SAFE, 43)}"
    ),
    "kraken": lambda some: some(BASE64, 86) + "==",
    "mailgun": lambda some: "ke" + "y-" + some(HEX, 32),
    "new-relic": lambda some: "NR" + "AK-" + some(UPPER, 27),
    "npm": lambda some: "np" + "m_" + some(BASE62, 36),
    "odbc": lambda some: "Server=db;Uid=app;" + f"Pwd={some(BASE62, 10)};",
    "openai": lambda some: "sk-" + "proj-" + some(URL_SAFE, 48),
    "openai-of-old": lambda some: "s" + "k-" + some(BASE62, 48),
    "pem": lambda some: "-----BEGIN " + "RSA PRIVATE KEY-----\n" + some(BASE64, 64),
    "pem-behind-a-path": lambda some: "/keys -----BEGIN " + "EC PRIVATE KEY-----" + some(BASE64, 9),
    "pem-behind-an-arn": lambda some: "arn:aws:x -----BEGIN " + "PRIVATE KEY-----" + some(HEX, 9),
    "pem-in-base64": lambda some: "LS0tLS1" + "CRUdJTiBSU0EgUFJJVkFURSBLRVk" + some(BASE64, 60),
    "pem-of-any-kind": lambda some: "-----BEGIN " + "PRIVATE KEY-----\n" + some(BASE64, 64),
    "postgres": lambda some: f"postgres://app:{some(BASE62, 9)}" + "@db.example.com:5432/shop",
    "password-in-json": lambda some: '{"user": "shop", "db_pass' + f'word": "{some(BASE62, 8)}"}}',
    "password-in-quoted-json": lambda some: r'"{\"pass' + rf'word\": \"{some(BASE62, 8)}\"}}"',
    "postgres-in-quotes": lambda some: (
        f"'postgres://app:{some(BASE62, 9)}" + "@db.example.com/shop'"
    ),
    "pypi": lambda some: "py" + "pi-AgEIcHlwaS5vcmc" + some(URL_SAFE, 60),
    "redis": lambda some: f"rediss://:{some(BASE62, 12)}" + "@cache.example.com:6379/0",
    "sendgrid": lambda some: "S" + f"G.{some(URL_SAFE, 22)}.{some(URL_SAFE, 43)}",
    "shopify": lambda some: "shp" + "at_" + some(HEX, 32),
    "slack": lambda some: "xo" + f"xb-{some(DIGITS, 12)}-{some(DIGITS, 13)}-{some(BASE62, 24)}",
    "slack-webhook": lambda some: (
        "https://hooks.slack.com/" + f"services/T{some(UPPER, 8)}/B{some(UPPER, 10)}/"
        f"{some(BASE62, 24)}"
    ),
    "square": lambda some: "EA" + "AA" + some(URL_SAFE, 60),
    "stripe": lambda some: "sk" + "_live_" + some(BASE62, 24),
    "telegram": lambda some: f"{some('123456789', 10)}:AA{some(URL_SAFE, 33)}",
    "token-in-a-query": lambda some: "https://api.example.com/x?" + f"token={some(BASE62, 24)}",
    "twilio": lambda some: "S" + "K" + some(HEX, 32),
    "vault": lambda some: "hv" + "s." + some(URL_SAFE, 90),
}


@pytest.mark.parametrize("maker", MAKERS)
def test_keys_of_many_makers_are_found(maker: str) -> None:
    """All but a few: a key that chance made regular looks like a name."""
    random = Random(maker)  # noqa: S311 - a table of examples

    def some(alphabet: str, length: int) -> str:
        return "".join(random.choice(alphabet) for _ in range(length))

    found = [looks_secret("SETTING", MAKERS[maker](some)) for _ in range(100)]
    assert sum(found) > 90


HARMLESS = {
    "account": "123456789012",
    "arn": "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "bucket": "trading-data-123456789012-eu-west-1-prod-archive",
    "camel-case": "OrderRouterFunctionExecutionRoleForProduction2",
    "cron": "cron(0/15 6-20 ? * MON-FRI *)",
    "dates": "2024-01-01T00:00:00+00:00/2024-12-31T23:59:59+00:00",
    "digits": "12345678901234567890123456789012345",
    "email": "first.last+alerts2024@trading.example.com",
    "empty": "",
    "enumeration": "AN_ENUM_VALUE_WITH_MANY_WORDS_IN_IT_42",
    "float": "0.123456789012345678901234567890123",
    "host": "ip-10-0-12-34.eu-west-1.compute.internal",
    "host-of-a-database": "shop-1.cluster-c9akciq32rgx.eu-west-1.rds.amazonaws.com",
    "host-with-port": "b-1.shop.abc123.c2.kafka.eu-west-1.amazonaws.com:9098",
    "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop@sha256:" + HEX * 4,
    "json": '{"AAPL": 0.25, "MSFT": 0.35, "BRK.B": 0.4}',
    "key-of-several-regions": "mrk-1234abcd12ab34cd56ef1234567890ab",
    "log-group": "/aws/lambda/shop-production-order-router-function-12",
    "model": "eu.anthropic.claude-sonnet-4-20250514-v1:0",
    "number": "42",
    "path": "/opt/python/lib/python3.12/site-packages/certifi/cacert.pem",
    "physical-name": "shop-production-OrderRouterFunction-1RXYQ7HKJ4Z2M",
    "prefix": "incoming/prices/2024/10/01/daily/eod/close",
    "queue-url": "https://sqs.eu-west-1.amazonaws.com/123456789012/orders-for-production-2",
    "regular-expression": r"^[A-Z]{3}-[0-9]{4,8}(_v[0-9]+)?$",
    "sentence": "Rebalances the portfolio at the end of each trading day, weekends excluded",
    "sheet": "https://docs.google.com/spreadsheets/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgVE2upms",
    "sk": "sk-learn-models-by-team/sk-image-filters",
    "snake-case": "order_router_function_for_the_production_account_2",
    "subnets": "subnet-0a1b2c3d4e5f67890,subnet-0f9e8d7c6b5a43210",
    "symbols": "AAPL,MSFT,GOOG,AMZN,TSLA,NVDA,META,BRK.B,JPM,V",
    "time-zone": "America/Argentina/ComodRivadavia",
    "url": "https://api.example.com/v1/prices?symbol=BTC-USD&limit=1000",
    "url-in-quotes": '"https://docs.google.com/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgVE2upms"',
    "url-with-a-reference": "postgres://app:{{resolve:secretsmanager:shop:SecretString:p}}@db/shop",
    "url-with-port": "redis://cache.example.com:6379/0",
    "url-with-user": "ssh://git@github.example.com:22/shop.git",
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
    "uuid": "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    "uuids": "3f2504e0-4f89-11d3-9a0c-0305e82c3301/9a0c04e0-4f89-11d3-9a0c-0305e82c33ff",
    "version": "1.2.3-beta.4+build.20241001.abcdef0",
}


@pytest.mark.parametrize("value", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_only_is_long_or_mixed_passes(value: str) -> None:
    assert not looks_secret("SETTING", value)


@pytest.mark.parametrize(
    "name",
    ["PASSWORD", "DB_PASSWORD", "db_password", "DB_PASS", "API_KEY", "STRIPE_APIKEY", "TOKEN",
     "GITHUB_TOKEN", "CLIENT_SECRET", "AWS_SECRET_KEY", "PRIVATE_KEY", "SIGNING_KEY",
     "ENCRYPTION_KEY", "CREDENTIALS", "GOOGLE_CREDENTIAL", "PASSPHRASE", "dbPassword", "apiKey",
     "DBPassword", "Client_Secret"],
)  # fmt: skip
def test_a_name_may_say_it(name: str) -> None:
    assert looks_secret(name, "swordfish")
    assert not looks_secret(name, "")


@pytest.mark.parametrize(
    "value",
    [
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-AbCdEf",
        "/shop/production/api-key",
        "{{resolve:secretsmanager:shop/api:SecretString:key}}",
    ],
    ids=["arn", "path-of-a-parameter", "dynamic-reference"],
)
def test_what_says_where_a_secret_lies_is_none(value: str) -> None:
    assert not looks_secret("API_KEY", value)


@pytest.mark.parametrize(
    "name",
    ["SECRET_NAME", "PASSWORD_LENGTH", "TOKEN_URL", "MAX_TOKENS", "PARTITION_KEY", "COMPASS",
     "API_KEY_HEADER", "SORT_KEY", "BYPASS", "MONKEY", "TOKENIZER"],
)  # fmt: skip
def test_names_that_are_about_secrets_say_nothing(name: str) -> None:
    assert not looks_secret(name, "swordfish")


def test_what_stands_beside_a_reference_counts() -> None:
    assert looks_secret("API_KEY", "{{resolve:ssm:/shop/prefix}}swordfish")
    assert looks_secret("API_KEY", "{{resolve: swordfish")
