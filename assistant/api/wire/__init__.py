"""What goes over the wire, a module for each route and one for each thing that several share."""
