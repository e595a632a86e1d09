"""Which supplier variant a store's variant is probably printed as, and why. Pure; nothing here links anything."""
