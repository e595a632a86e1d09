"""PodBridge Desktop: the bridge between a print-on-demand seller's stores and suppliers, on her own computer."""

__version__ = "0.1.0"
