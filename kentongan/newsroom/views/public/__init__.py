"""What readers open: portals, groups' sites, articles, lists. The same for everyone, without cookies."""
