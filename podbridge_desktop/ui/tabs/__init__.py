"""The tabs of the window. Each owns its model, reads through `Reads`, acts through `Actions`; none knows another."""
