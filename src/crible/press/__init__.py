"""What has been reported? Articles into sourced facts: still an empty room."""
