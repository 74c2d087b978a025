INSERT INTO reporting.reader_tenant VALUES ('analyst', 1), ('analyst', 2);
