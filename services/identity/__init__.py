"""What people are recognised by: their secrets, and the site's pepper."""
