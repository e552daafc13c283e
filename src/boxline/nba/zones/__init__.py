"""What zone analyses of clubs and of players share."""
