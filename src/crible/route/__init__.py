"""Where does it go, and whose law applies? Embargoes and programmes by destination and day, occupied areas,
named ports and airports, places known for transshipment; and whether an authority's law binds the user's home.
"""

from crible.route.binds import binds, exemptions, nexus
from crible.route.destinations import Destinations, Embargo, Port, destinations, transshipment
from crible.route.hits import hits

__all__ = ["Destinations", "Embargo", "Port", "binds", "destinations", "exemptions", "hits", "nexus", "transshipment"]
