"""What was set for paper: pieces of text at their places become the blocks that they were."""
