"""How the product looks: tokens, one style, one font."""
