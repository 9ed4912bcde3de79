"""How we tell it: the after-action report, the hot wash, hand-outs and class tables."""
