"""The parts of `devops-assistant` alone, without a model."""
