"""What the program says of itself: versions, the packages it contains, and their licences."""
