"""The remote world: one sub-package per platform, strangers to each other, over one HTTP client. No storage, no Qt."""
