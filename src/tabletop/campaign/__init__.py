"""Campaigns: scenarios played one after the other, each beginning where the one before has left the world."""
