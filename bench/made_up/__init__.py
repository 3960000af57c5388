"""A newsroom full of made-up stories, as many as are wanted, the same in every run."""
