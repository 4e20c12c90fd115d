"""Article to script: sentences, each written out as it is spoken, and the pauses between."""
