"""What the screens are made of: sheets of laid-out lines, lists with a cursor, and the texts drawn on them."""
