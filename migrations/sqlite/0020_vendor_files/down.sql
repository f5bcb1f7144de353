DROP TABLE vendor_files;
