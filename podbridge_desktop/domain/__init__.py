"""The rules of the bridge: frozen values, enums, transition tables and pure functions. No I/O, no clock, no Qt."""
