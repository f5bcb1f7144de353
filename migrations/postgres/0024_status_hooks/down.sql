DROP TABLE maintenance_phases;
DROP TABLE status_hook_deliveries;
DROP TABLE status_hooks;
