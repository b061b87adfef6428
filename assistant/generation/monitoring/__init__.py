"""What watches: rules and scrape configurations of Prometheus, Alertmanager, the shipping of logs."""
