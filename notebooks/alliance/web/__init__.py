"""The web edition: every lesson as a page that is there at once (`alliance site OUT`)."""
