"""The exports of the Settings console: their list, their form and what follows from it."""
