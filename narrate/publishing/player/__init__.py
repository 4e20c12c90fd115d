"""The player: one module and one style sheet, vendored beside the pages that use them."""
