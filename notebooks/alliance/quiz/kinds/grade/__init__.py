"""Grade a source with the Admiralty code."""
