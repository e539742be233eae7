"""What the site's own pages say: values from descriptors, records and sections; no addresses."""
