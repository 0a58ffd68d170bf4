"""Names of environment variables for existing resources."""

from __future__ import annotations

import pytest

from sam_scaffold.sam.model.existing_resources import variable_of


@pytest.mark.parametrize(
    ("logical_id", "noun", "holds", "variable"),
    [
        pytest.param("LedgerTable", "table", "", "LEDGER_TABLE", id="with-its-noun"),
        pytest.param("Ledger", "table", "", "LEDGER_TABLE", id="without-its-noun"),
        pytest.param("TableLedger", "table", "", "LEDGER_TABLE", id="noun-in-front"),
        pytest.param("Table", "table", "", "TABLE", id="nothing-but-its-noun"),
        pytest.param("HTTPCache", "bucket", "", "HTTP_CACHE_BUCKET", id="acronym"),
        pytest.param("OrdersMachine", "state machine", "arn", "ORDERS_STATE_MACHINE_ARN", id="two"),
        pytest.param("2030Ledger", "table", "", "TABLE_2030_LEDGER", id="digit-in-front"),
    ],
)
def test_no_word_is_repeated_in_a_variable(
    logical_id: str, noun: str, holds: str, variable: str
) -> None:
    assert variable_of(logical_id, noun, holds) == variable
