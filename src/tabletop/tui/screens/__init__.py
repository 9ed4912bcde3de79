"""One file and one stylesheet for each screen; imported only when the screen is opened."""
