"""Where keys are kept: the OS keyring, a file behind a passphrase, a key file that was chosen, or memory. `keyring` lives here only."""
