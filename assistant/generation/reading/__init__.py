"""What a request says: names, numbers, images, times, read by rules."""
