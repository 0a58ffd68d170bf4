"""The pipeline of `sam-scaffold check`: cfn-lint, SAM's translator, cfn-lint again, one list."""
