"""What plug-ins add, and when they are loaded."""
