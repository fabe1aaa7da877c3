"""Imports: a file of rows becomes records. docs/import.md walks through the stages."""
