DROP TABLE vendor_heard;
DROP TABLE vendor_deliveries;
DROP TABLE vendor_hooks;
