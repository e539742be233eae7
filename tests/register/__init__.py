"""The register as it stands: its records, rules and answers."""
