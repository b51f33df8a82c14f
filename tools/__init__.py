"""What ./dev calls. What runs before .venv exists imports the standard library only."""
