"""`add function` on an existing API: a warning if anyone can call the new route."""

from __future__ import annotations

from pathlib import Path

from by_hand import HEAD, function
from repositories import Repository, succeeded

API = "  Shop:\n    Type: AWS::Serverless::HttpApi\n    Properties:\n      Auth:\n"
JWT = "        Authorizers:\n          Jwt: {IdentitySource: $request.header.Authorization}\n"
ROUTE = (
    "      Events:\n        Asked:\n          Type: HttpApi\n          Properties:\n"
    "            ApiId: !Ref Shop\n            Path: /orders\n            Method: GET\n"
    "            Auth:\n              Authorizer: Jwt\n"
)
READER = function("ReaderFunction", "reader/", "app.handler", ROUTE)
WORDS = ("add", "function", "finder", "-d", "trigger=http_api", "-d", "source=Shop")


def warned(root: Path, auth: str) -> tuple[bool, Repository]:
    template = HEAD + API + auth + READER
    found = Repository(root, {"template.yaml": template, "reader/app.py": "X = 1\n"})
    found.commit()
    done = succeeded(found.here(*WORDS, "-d", "path=/finder", "-d", "shared_code=false"))
    return "Shop requires no authorization for the new route" in done.err, found


def test_route_is_open_where_the_others_name_their_authorizer(tmp_path: Path) -> None:
    is_said, found = warned(tmp_path, JWT)
    assert is_said
    done = succeeded(found.here("set", "finder", "memory_size=512"))
    assert "anybody" not in done.err  # by now it may have an authorizer


def test_route_is_not_where_the_api_gives_it_one(tmp_path: Path) -> None:
    is_said, _ = warned(tmp_path, "        DefaultAuthorizer: Jwt\n" + JWT)
    assert not is_said
