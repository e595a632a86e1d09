"""The command without a window: every verb of the contract, on the same services as the buttons."""
