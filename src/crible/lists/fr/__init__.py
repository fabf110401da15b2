"""What the French Direction générale du Trésor publishes."""
