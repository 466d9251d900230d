"""The page on which people say whether the camera was right."""
