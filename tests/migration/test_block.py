"""A function's block in a template points at another folder, and all else stays."""

from __future__ import annotations

from difflib import unified_diff

import pytest

from sam_scaffold.document import Document
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.migration.block.block import Settings, with_settings
from sam_scaffold.sam.model.template import Template
from sam_scaffold.sam.translation.translation import translation_of

KEEP = Settings("functions/orders/", None, ("Shared",))
FLAT = Settings("functions/orders/", "lambda_handler.run", ())
IN_PLACE = Settings("pkg/orders/", None, (), "pkg.orders")
SAM = "Transform: AWS::Serverless-2016-10-31\n"


def function(logical_id: str, *lines: str, kind: str = "AWS::Serverless::Function") -> str:
    return "".join(
        f"{line}\n" for line in (f"  {logical_id}:", f"    Type: {kind}", *map(_deeper, lines))
    )


def _deeper(line: str) -> str:
    return f"    {line}"


def template(*functions: str, before: str = SAM) -> str:
    return before + "Resources:\n" + "".join(functions)


def changes(text: str, settings: Settings, logical_id: str = "Orders") -> list[str]:
    """The lines that go and come."""
    document = Document.parse("template.yaml", text.encode())
    after = with_settings(document, logical_id, settings).text
    lines = unified_diff(text.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if line[:3] not in ("---", "+++") and line[:2] != "@@"]


def refused(text: str, settings: Settings = KEEP, logical_id: str = "Orders") -> str:
    with pytest.raises(ScaffoldError) as error:
        with_settings(Document.parse("template.yaml", text.encode()), logical_id, settings)
    assert "\n" not in str(error.value)
    return str(error.value)


OTHER = function("Other", "Properties:", "  Handler: other.run", "  CodeUri: src/")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["CodeUri: ./  # all of it", "Handler: a.run"],
            ["-      CodeUri: ./  # all of it", "+      CodeUri: functions/orders/  # all of it"],
        ),
        (
            ["CodeUri: './'", "Handler: a.run"],
            ["-      CodeUri: './'", "+      CodeUri: 'functions/orders/'"],
        ),
        (
            ['CodeUri: "./"', "Handler: a.run"],
            ['-      CodeUri: "./"', '+      CodeUri: "functions/orders/"'],
        ),
        (
            ["CodeUri: >-", "  src"],
            ["-      CodeUri: >-", "-        src", "+      CodeUri: functions/orders/"],
        ),
        (["CodeUri:", "Timeout: 3"], ["-      CodeUri:", "+      CodeUri: functions/orders/"]),
        (["# Entry", "Handler: a.run", "Timeout: 3"], ["+      CodeUri: functions/orders/"]),
    ],
    ids=["plain", "single quotes", "double quotes", "folded", "empty", "absent"],
)
def test_code_uri_is_spliced(lines: list[str], expected: list[str]) -> None:
    text = template(function("Orders", "Properties:", *(f"  {line}" for line in lines)), OTHER)
    assert changes(text, Settings("functions/orders/", None, ())) == expected


@pytest.mark.parametrize(
    ("neighbour", "above"),
    [
        (["CodeUri: src/", "Handler: other.run"], "    Properties:"),
        (["Handler: other.run", "CodeUri: src/"], "      Handler: a.run"),
        (["Timeout: 3"], "    Properties:"),
    ],
    ids=["before Handler", "behind Handler", "nobody has it"],
)
def test_a_new_code_uri_stands_where_others_have_it(neighbour: list[str], above: str) -> None:
    text = template(
        function("Orders", "Properties:", "  Handler: a.run", "  Timeout: 3"),
        function("Other", "Properties:", *(f"  {line}" for line in neighbour)),
        before=SAM + "Globals:\n  Function:\n    CodeUri: ./\n",
    )
    document = Document.parse("template.yaml", text.encode())
    lines = with_settings(document, "Orders", Settings("functions/orders/", None, ())).text.split(
        "\n"
    )
    assert lines[lines.index("      CodeUri: functions/orders/") - 1] == above


def test_a_handler_of_globals_is_overridden_in_the_function() -> None:
    head = SAM + "Globals:\n  Function:\n    Handler: pkg.orders.run\n"
    text = template(function("Orders", "Properties:", "  CodeUri: ./"), before=head)
    assert changes(text, FLAT)[1:] == [
        "+      CodeUri: functions/orders/",
        "+      Handler: lambda_handler.run",
    ]
    same = Settings("./", "pkg.orders.run", ())
    assert changes(text, same) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], ["+      Layers:", "+        - !Ref Shared"]),
        (["Layers:", "- Ref: A # first"], ["+      - Ref: Shared"]),
        (["Layers:", "- !Ref A # first", "# end"], ["+      - !Ref Shared"]),
        (
            ["Layers: [!Ref A] # two"],
            ["-      Layers: [!Ref A] # two", "+      Layers: [!Ref A, !Ref Shared] # two"],
        ),
        (["Layers: []"], ["-      Layers: []", "+      Layers: [!Ref Shared]"]),
        (["Layers: [!Ref Shared, !Ref A]"], []),
        (["Layers: [!Sub '${Shared}']"], []),
    ],
    ids=["absent", "long form", "block", "flow", "empty", "there", "there by Sub"],
)
def test_a_layer_comes_behind_the_own_ones(lines: list[str], expected: list[str]) -> None:
    own = [f"  {line}" for line in ("CodeUri: functions/orders/", *lines)]
    assert changes(template(function("Orders", "Properties:", *own)), KEEP) == expected


def test_layers_of_globals_count_and_are_not_repeated() -> None:
    own = function("Orders", "Properties:", "  CodeUri: functions/orders/", "  Layers: [!Ref C]")
    head = SAM + "Globals:\n  Function:\n    Layers: [!Ref A, !Ref B]\n"
    assert changes(template(own, before=head), KEEP)[1:] == ["+      Layers: [!Ref C, !Ref Shared]"]
    full = head.replace("!Ref B", "!Ref B, !Ref D, arn:aws:lambda")
    assert '5 layers (A, B, D, "arn:aws:lambda", C)' in refused(template(own, before=full))
    given = head.replace("!Ref B", "!Ref Shared")
    assert changes(template(own, before=given), KEEP) == []


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("!If [Is, [!Ref A], []]", "Layers of Orders is Fn::If"),
        ("!Ref Listed", "Layers of Orders is Ref"),
        ("!Split [',', a]", "Layers of Orders is Fn::Split"),
        ("[!If [Is, !Ref Shared, !Ref A]]", "Orders has Shared under a condition"),
    ],
)
def test_layers_that_are_no_plain_list_are_refused(value: str, told: str) -> None:
    assert told in refused(template(function("Orders", "Properties:", f"  Layers: {value}")))


def test_a_list_of_globals_that_is_no_list_would_be_lost() -> None:
    """SAM takes the function's own value where the two are of different types."""
    head = SAM + "Globals:\n  Function:\n    Layers: !Ref Listed\n"
    assert "Globals' Function is Ref" in refused(
        template(function("Orders", "Properties:", "  Timeout: 3"), before=head)
    )


PARENTS = [
    "+      BuildProperties:",
    "+        ParentPackageMode: explicit",
    "+        ParentPackages: pkg.orders",
]


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ([], ["+    Metadata:", *PARENTS]),
        (["BuildMethod: python3.12 # built"], PARENTS),
        (
            ["BuildProperties:", "  Include: [x]"],
            ["+        ParentPackageMode: explicit", "+        ParentPackages: pkg.orders"],
        ),
        (
            ["BuildProperties:", "  ParentPackageMode: auto # by Handler"],
            [
                "-        ParentPackageMode: auto # by Handler",
                "+        ParentPackageMode: explicit # by Handler",
                "+        ParentPackages: pkg.orders",
            ],
        ),
    ],
    ids=["none", "method", "other properties", "other mode"],
)
def test_parent_packages_are_stated(metadata: list[str], expected: list[str]) -> None:
    head = ["Metadata:", *(f"  {line}" for line in metadata)] if metadata else []
    text = template(function("Orders", *head, "Properties:", "  CodeUri: pkg/orders/"))
    assert changes(text, IN_PLACE) == expected


@pytest.mark.parametrize(
    ("metadata", "gone"),
    [
        (["BuildMethod: python3.12", "BuildProperties:", "  ParentPackageMode: auto"], 2),
        (["BuildProperties:", "  ParentPackageMode: explicit", "  ParentPackages: pkg"], 4),
        (["BuildProperties:", "  Include: [x]", "  ParentPackageMode: auto"], 1),
    ],
    ids=["properties", "all of it", "the one key"],
)
def test_parent_packages_go_with_the_old_folder(metadata: list[str], gone: int) -> None:
    text = template(
        function(
            "Orders",
            "Metadata:",
            *(f"  {line}" for line in metadata),
            "Properties:",
            "  CodeUri: pkg/",
        )
    )
    found = changes(text, Settings("functions/orders/", None, ()))
    assert found[-2:] == ["-      CodeUri: pkg/", "+      CodeUri: functions/orders/"]
    assert len(found) == gone + 2
    assert changes(text, Settings("pkg/", None, ())) == []


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["Metadata: {BuildMethod: makefile}"], "built by a Makefile"),
        (["Metadata: {'aws:asset:path': x}"], "CDK app"),
        (["Metadata: {BuildMethod: python-uv}"], "BuildMethod python-uv"),
        (["Metadata: {SkipBuild: true}"], "SkipBuild"),
        (["Properties: {CodeUri: !Sub src}"], "CodeUri of Orders is Fn::Sub"),
        (["Properties: {CodeUri: {Bucket: b, Key: k}}"], "is an address in S3"),
        (["Properties: {CodeUri: s3://b/k}"], "is s3://b/k"),
        (["Properties: {CodeUri: build/all.zip}"], "is build/all.zip"),
        (["Properties: {InlineCode: pass}"], "InlineCode"),
        (["Properties: {PackageType: Image}"], "container image"),
        (["Properties:", "  CodeUri: a", "  CodeUri: b"], "CodeUri appears twice"),
        (["Properties:"], "not a mapping"),
    ],
)
def test_what_is_not_a_plain_folder_is_refused(lines: list[str], told: str) -> None:
    assert told in refused(template(function("Orders", *lines)), IN_PLACE)


def test_a_comment_at_what_goes_is_not_lost() -> None:
    build = ["Metadata:", "  BuildProperties:", "    ParentPackageMode: auto # by Handler"]
    text = template(function("Orders", *build, "Properties:", "  CodeUri: src/"))
    assert "a comment is next to it" in refused(text)
    assert "template.yaml:4:5: Orders cannot be changed" in refused(text)


def test_properties_are_made_where_there_are_none() -> None:
    assert changes(template(function("Orders")), KEEP) == [
        "+    Properties:",
        "+      CodeUri: functions/orders/",
        "+      Layers:",
        "+        - !Ref Shared",
    ]
    head = SAM + "Globals:\n  Function:\n    CodeUri: functions/orders/\n"
    assert changes(template(function("Orders"), before=head), KEEP) == [
        "+    Properties:",
        "+      Layers:",
        "+        - !Ref Shared",
    ]


def test_code_of_a_plain_lambda_function() -> None:
    kind = "AWS::Lambda::Function"
    own = function("Orders", "Properties:", "  Code: src", "  Handler: a.run", kind=kind)
    head = SAM + "Globals:\n  Function:\n    Layers: [!Ref Shared]\n"
    assert changes(template(own, before=head), KEEP) == [
        "-      Code: src",
        "+      Code: functions/orders/",
        "+      Layers:",
        "+        - !Ref Shared",
    ]
    inline = function("Orders", "Properties:", "  Code: {ZipFile: pass}", kind=kind)
    assert "inline (ZipFile)" in refused(template(inline))


FIRST = function(
    "First",
    "Properties: &all",
    "  CodeUri: &code src/",
    "  Handler: first.run",
    "  Layers: &layers [!Ref A]",
)


def test_what_comes_by_a_merge_key_is_overridden_in_the_function() -> None:
    text = template(FIRST, function("Orders", "Properties:", "  <<: *all", "  Timeout: 3"))
    assert changes(text, KEEP) == [
        "+      CodeUri: functions/orders/",
        "+      Layers:",
        "+        - !Ref A",
        "+        - !Ref Shared",
    ]


def test_an_alias_is_replaced_in_the_function_alone() -> None:
    own = function("Orders", "Properties:", "  CodeUri: *code # ours", "  Layers: *layers # too")
    assert changes(template(FIRST, own), KEEP) == [
        "-      CodeUri: *code # ours",
        "-      Layers: *layers # too",
        "+      CodeUri: functions/orders/ # ours",
        "+      Layers: [!Ref A, !Ref Shared] # too",
    ]


def test_what_others_take_is_not_changed_for_them() -> None:
    heir = function("Heir", "Properties:", "  <<: *all")
    own = FIRST.replace("First", "Orders").replace("&code ", "").replace("&layers ", "")
    assert "Resources.Heir uses" in refused(template(own, heir))
    independent = function("Heir", "Properties:", "  <<: *all", "  CodeUri: x", "  Layers: []")
    assert len(changes(template(own, independent), KEEP)) == 4
    user = function("Heir", "Properties:", "  CodeUri: *code")
    assert "anchored as &code" in refused(template(FIRST.replace("First", "Orders"), user))
    whole = function("Orders", "Properties: *all")
    assert "the alias *all" in refused(template(FIRST, whole))
    source = function("First", "Properties: {Handler: a.b}").replace("First:", "First: &first")
    assert "as a whole" in refused(template(source, "  Orders:\n    <<: *first\n"))


def test_a_name_that_is_no_function_is_refused() -> None:
    text = template(function("Queue", kind="AWS::SQS::Queue"))
    assert refused(text, logical_id="Queue").startswith(
        "template.yaml:4:5: Queue is not a function"
    )
    assert "has no Orders" in refused(text)


def test_an_ending_without_a_line_break_stays_one() -> None:
    text = template(function("Orders", "Properties:", "  CodeUri: src/")).rstrip("\n")
    document = Document.parse(
        "template.yaml", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    )
    data = with_settings(document, "Orders", KEEP).encode()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n        - !Ref Shared")
    assert data.count(b"\n") == data.count(b"\r\n")


LIVE = template(
    function(
        "Orders",
        "Metadata:",
        "  BuildMethod: python3.12",
        "Properties:",
        "  CodeUri: ./",
        "  Handler: pkg.orders.run",
        "  Events: {Daily: {Type: Schedule, Properties: {Schedule: rate(1 day)}}}",
    ),
    function("Other", "Properties:", "  CodeUri: ./", "  Handler: pkg.other.run"),
    before=SAM + "Globals:\n  Function:\n    Runtime: python3.12\n    Layers: [arn:a]\n",
)


@pytest.mark.parametrize("settings", [KEEP, FLAT, IN_PLACE], ids=["keep", "flat", "in-place"])
def test_the_stack_stays_but_for_what_was_asked(settings: Settings) -> None:
    document = Document.parse("template.yaml", LIVE.encode())
    before = translated(document)
    after = translated(with_settings(document, "Orders", settings))
    own = after["Resources"]["Orders"]["Properties"]
    was = before["Resources"]["Orders"]["Properties"]
    assert own.pop("Layers") == ["arn:a", *({"Ref": layer} for layer in settings.layers)]
    assert own.pop("Handler") == settings.handler or settings.handler is None
    for key in ("Layers", "Handler"):
        del was[key]
    own.pop("Handler", None)
    assert after == before


def translated(document: Document) -> dict[str, dict[str, dict[str, dict[str, object]]]]:
    found = translation_of(Template("template.yaml", document), "eu-west-1")
    assert found.template is not None, found
    return found.template
