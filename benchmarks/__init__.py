"""How fast the bridge is, always against a floor measured in the same minutes. See README.md."""
