"""The demo: every program of fourme on one machine, with mail kept in a folder."""
