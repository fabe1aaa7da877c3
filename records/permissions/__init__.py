"""The Permission Log: which roles were given and taken, kept by the database, shown in Settings."""
