"""Jobs: rows that workers take up, with claim, heartbeat, reaper and tick."""
