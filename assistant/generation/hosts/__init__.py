"""Configuration of one machine: systemd, nginx, logrotate, cron, SSH."""
