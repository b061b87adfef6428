"""The parts of `devops-assistant` for other agents, over the Model Context Protocol."""
