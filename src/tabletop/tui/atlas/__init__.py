"""The drawn map: outlines of the land, a projection, and cells to paint. Nothing here knows Textual or the game."""
