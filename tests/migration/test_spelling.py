import pytest

from sam_scaffold.migration.block.spelling import spelled
from sam_scaffold.sam.style.house_style import HouseStyle

DOTTED = HouseStyle(code_uri_prefix="./", code_uri_suffix="")


@pytest.mark.parametrize(
    ("house", "like", "expected"),
    [
        (HouseStyle(), None, "functions/orders/"),
        (DOTTED, None, "./functions/orders"),
        (DOTTED, "./", "./functions/orders"),
        (DOTTED, ".", "./functions/orders"),
        (DOTTED, "s3://bucket/key/", "./functions/orders"),
        (DOTTED, {"Bucket": "b"}, "./functions/orders"),
        (DOTTED, "src/", "functions/orders/"),
        (HouseStyle(), "./src", "./functions/orders"),
    ],
)
def test_a_folder_is_spelled_like_the_others(
    house: HouseStyle, like: object, expected: str
) -> None:
    assert spelled("functions/orders", "template.yaml", house, like) == expected


def test_it_starts_at_the_template() -> None:
    assert spelled("backend/functions/a", "backend/template.yaml", DOTTED) == "./functions/a"
    assert spelled("functions/a", "infra/template.yaml", DOTTED) == "../functions/a"
    assert spelled("functions/a", "infra/template.yaml", DOTTED, "../backend/") == "../functions/a/"
