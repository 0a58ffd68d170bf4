"""Properties of merges of every value, in every template of the project."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from templates_by_feature import TEMPLATES, VARIANTS

from sam_scaffold.document import Document
from sam_scaffold.merge.snippet import Snippet
from sam_scaffold.merge.snippet_merge import merge, remove_snippet
from sam_scaffold.sam.model.intrinsics import to_data
from sam_scaffold.sam.writing.notation import sam_yaml

# Names that YAML 1.1 could take for something else are written by sam_yaml as they are.
keys = st.from_regex(r"[A-Z][A-Za-z]{2,8}", fullmatch=True).filter(
    lambda key: key.lower() not in ("yes", "true", "null", "off", "false", "ref", "condition")
)
texts = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), max_size=20)
leaves = st.one_of(texts, st.integers(-(10**6), 10**6), st.booleans())
functions = st.one_of(
    st.builds(lambda name: {"Ref": name}, keys),
    st.builds(lambda text: {"Fn::Sub": f"${{AWS::StackName}}-{text}"}, keys),
    st.builds(lambda a, b: {"Fn::GetAtt": [a, b]}, keys, keys),
)
values = st.recursive(
    st.one_of(leaves, functions),
    lambda below: st.one_of(
        st.lists(below, min_size=1, max_size=3),
        st.dictionaries(keys, below, min_size=1, max_size=3),
    ),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None, print_blob=True)
@given(
    feature=st.sampled_from(sorted(TEMPLATES)),
    variant=st.sampled_from(sorted(VARIANTS)),
    value=st.dictionaries(keys, values, min_size=1, max_size=3),
)
def test_any_value_is_merged_as_it_is_and_comes_out_again(
    feature: str, variant: str, value: dict[str, Any]
) -> None:
    before = VARIANTS[variant](TEMPLATES[feature])
    document = Document.parse("t", before)
    text = f"Resources:\n  ProbeThing:{sam_yaml(value, 2)}\n"
    snippet = Snippet.parse("s", text.encode())
    merged = merge(document, snippet).document
    expected = to_data(document.root)
    expected["Resources"] = {**(expected.get("Resources") or {}), "ProbeThing": value}
    assert to_data(merged.root) == expected
    assert merge(merged, snippet).changed == ()
    assert remove_snippet(merged, snippet).document.encode() == before
