"""How many replicas a load needs, what they cost, and whether the chart's autoscaling keeps up with a day of it."""
