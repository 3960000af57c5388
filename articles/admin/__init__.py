"""The desk, one file a noun. `nouns` registers them, once `site.Desk` is there to register with."""
