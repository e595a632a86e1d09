"""The schema that this program reads and writes; the name of the newest file in `migrations/versions`."""

HEAD = "0003"
