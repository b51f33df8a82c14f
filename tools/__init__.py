"""What ./dev calls. Modules used before .venv exists (see __main__) import the standard library only."""
