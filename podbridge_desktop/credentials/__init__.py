"""Where keys are kept: the OS keyring, a key file that was chosen explicitly, or memory. `keyring` lives here only."""
