"""Product pictures for the practice world, drawn on demand: `tee-1d1c1f-sunrise.png`, `art-bloom.png`."""

from .draw import draw, measure

__all__ = ["draw", "measure"]
