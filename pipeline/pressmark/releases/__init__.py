"""What a published release is, and the one way to it."""
