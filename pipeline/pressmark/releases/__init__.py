"""What a published release is: found in one way, kept, and brought together with others."""
