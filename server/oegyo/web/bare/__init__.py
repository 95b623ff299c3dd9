"""What a server over other people's files says of every other address."""
