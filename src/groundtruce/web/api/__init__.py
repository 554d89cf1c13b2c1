"""The record's own resources under `/api`."""
