DROP TABLE vendor_letters;
DROP TABLE vendor_ways;
