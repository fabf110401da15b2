"""What the Swiss State Secretariat for Economic Affairs publishes."""
