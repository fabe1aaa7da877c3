"""fourme: import and export of the records of an IT service organization."""
