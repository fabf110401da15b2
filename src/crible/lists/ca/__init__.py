"""What Global Affairs Canada publishes."""
