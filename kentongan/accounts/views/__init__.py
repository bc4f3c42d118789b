"""Views by what the person is doing: coming in, looking after people, looking after oneself."""
