"""Lists of the US Treasury's Office of Foreign Assets Control."""
