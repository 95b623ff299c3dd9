"""What IRIs, languages and formats are called, once."""
