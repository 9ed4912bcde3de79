"""What it was worth: measures, objectives, gates and the scorecard of each seat."""
