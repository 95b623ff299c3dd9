"""HTTP before Flask: one key, one cache, one condition; the processes, and what they count and log."""
