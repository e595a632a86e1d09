"""The window: shows what the services know and asks them to act. The only place that imports Qt."""
