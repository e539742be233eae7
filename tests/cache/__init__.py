"""What is kept of earlier runs, and when it is worth nothing."""
