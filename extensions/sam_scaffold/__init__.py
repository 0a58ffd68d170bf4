"""Add and keep AWS Lambda functions and layers in AWS SAM repositories."""

__version__ = "0.2.0"
