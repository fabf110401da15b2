"""Japan's End User List, of the Ministry of Economy, Trade and Industry."""
