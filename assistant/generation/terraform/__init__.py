"""Terraform: a configuration of files for one provider, from pieces for each resource."""
