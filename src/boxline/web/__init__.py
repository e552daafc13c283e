"""Pages for people to read: each is one file that asks no other host for anything."""
