"""Spreadsheets as streets keep them: read without trust, written for people. Knows no model."""
