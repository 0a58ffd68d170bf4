"""Templates in the styles of several teams, and a function added to them."""

from __future__ import annotations

from typing import Any

from command_environment import commit, git
from repositories import Repository, only_adds, succeeded

HEAD = "AWSTemplateFormatVersion: '2010-09-09'\nTransform: AWS::Serverless-2016-10-31\n"


SHARED = """\
  SharedCodeLayer:
    Type: AWS::Serverless::LayerVersion
    Metadata:
      BuildMethod: python3.12
    Properties:
      ContentUri: layers/shared/
"""


HTTP = """\
  HttpLayer:
    Type: AWS::Serverless::LayerVersion
    Properties:
      ContentUri: layers/http/
"""


KEBAB = f"""{HEAD}Resources:
{SHARED}
  OrderRouterFunction:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub "${{AWS::StackName}}-order-router"
      CodeUri: functions/order-router/
      Handler: app.handler
      Runtime: python3.13
      Architectures: [arm64]
      Layers: [!Ref SharedCodeLayer]

  StockKeeperFunction:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub "${{AWS::StackName}}-stock-keeper"
      CodeUri: functions/stock-keeper/
      Handler: app.handler
      Runtime: python3.13
      Architectures: [arm64]
      Layers: [!Ref SharedCodeLayer]
"""


DOTTED_LAMBDA = f"""{HEAD}Resources:
{SHARED}
{HTTP}
  OrderRouterLambda:
    Type: AWS::Serverless::Function
    Metadata:
      BuildMethod: python3.12
    Properties:
      CodeUri: ./src/order_router
      Handler: order_router.main
      Runtime: python3.12
      Layers:
        - !Ref SharedCodeLayer
        - !Ref HttpLayer
      Tags:
        team: desk
        function: order_router
  StockKeeperLambda:
    Type: AWS::Serverless::Function
    Metadata:
      BuildMethod: python3.12
    Properties:
      CodeUri: ./src/stock_keeper
      Handler: stock_keeper.main
      Runtime: python3.12
      Layers:
        - !Ref SharedCodeLayer
        - !Ref HttpLayer
      Tags:
        team: desk
        function: stock_keeper
"""


GLOBALS = f"""{HEAD}Globals:
  Function:
    Runtime: python3.12
    Architectures: [arm64]
    Timeout: 20
    MemorySize: 512
    Layers:
      - !Ref SharedCodeLayer
Resources:
{SHARED}
{HTTP}
  OrderRouterFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/order_router/src/
      Handler: lambda_handler.lambda_handler
"""


NESTED_IF = f"""{HEAD}Conditions:
  IsMain: !Equals [!Ref AWS::StackName, main]
Resources:
{SHARED}
  OrderRouterFunction:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !If
        - IsMain
        - !Sub "shop-${{AWS::Region}}-order-router"
        - !Sub "${{AWS::StackName}}-order-router"
      CodeUri: functions/order_router/
      Handler: lambda_handler.lambda_handler
      Runtime: python3.12
"""


STYLES: dict[str, tuple[str, dict[str, Any], str]] = {
    "kebab-folders": (
        KEBAB,
        {
            "CodeUri": "functions/price-feed/",
            "Handler": "app.handler",
            "Runtime": "python3.13",
            "Architectures": ["arm64"],
            "FunctionName": {"Fn::Sub": "${AWS::StackName}-price-feed"},
            "Layers": [{"Ref": "SharedCodeLayer"}],
        },
        "functions/price-feed/app.py",
    ),
    "dot-prefix-and-lambda-suffix": (
        DOTTED_LAMBDA,
        {
            "CodeUri": "./src/price_feed",
            "Handler": "price_feed.main",
            "Runtime": "python3.12",
            "Tags": {"team": "desk", "function": "price_feed"},
            "Layers": [{"Ref": "SharedCodeLayer"}, {"Ref": "HttpLayer"}],
        },
        "src/price_feed/price_feed.py",
    ),
    "globals": (
        GLOBALS,
        {"CodeUri": "functions/price_feed/src/", "Layers": [{"Ref": "HttpLayer"}]},
        "functions/price_feed/src/lambda_handler.py",
    ),
    "name-in-two-subs": (
        NESTED_IF,
        {
            "CodeUri": "functions/price_feed/",
            "FunctionName": {
                "Fn::If": [
                    "IsMain",
                    {"Fn::Sub": "shop-${AWS::Region}-price-feed"},
                    {"Fn::Sub": "${AWS::StackName}-price-feed"},
                ]
            },
        },
        "functions/price_feed/lambda_handler.py",
    ),
}


ALONE = ("-d", "alarms=none", "-d", "log_retention=0")
"""A function without the resources that come by themselves."""


def added(repository: Repository, *words: str, path: str = "template.yaml") -> dict[str, Any]:
    """Return the properties of a function that was added; nothing else has changed."""
    commit(repository.root)
    before, old = repository.read(path), repository.data(path)
    succeeded(repository.here("add", "function", "price_feed", *ALONE, *words))
    assert only_adds(before, repository.read(path))
    assert git(repository.root, "diff", "--name-only").split() == [path]
    new = repository.data(path)
    (logical_id,) = set(new["Resources"]) - set(old["Resources"])
    del new["Resources"][logical_id]
    assert new == old
    return {"id": logical_id, **repository.properties(logical_id, path)}
