"""The closed expression language of scenarios: parse, check, prove, explain, and turn into Python source."""
