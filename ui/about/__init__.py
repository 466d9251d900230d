"""What the program says of itself: version and build, what runs it, whose work it contains and under which licences."""
