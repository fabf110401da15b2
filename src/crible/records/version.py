"""Which crible this is; a part of every decision."""

VERSION = "0.1.0"
ENGINE = f"crible {VERSION}"
