-- Loads 10,000 rows and asks of them.
CREATE TABLE numbers(n INTEGER PRIMARY KEY, square INTEGER, name TEXT);
BEGIN;
WITH RECURSIVE counter(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < 10000)
INSERT INTO numbers SELECT n, n * n, printf('number %05d', n) FROM counter;
COMMIT;
CREATE INDEX by_name ON numbers(name);
SELECT count(*), sum(square), max(name) FROM numbers;
SELECT n % 7 AS class, count(*), min(square) FROM numbers GROUP BY class ORDER BY class;
SELECT * FROM numbers WHERE name BETWEEN 'number 04990' AND 'number 04999';
UPDATE numbers SET name = upper(name) WHERE n % 1000 = 0;
DELETE FROM numbers WHERE n > 9990;
SELECT name FROM numbers WHERE name LIKE 'NUMBER%' ORDER BY n LIMIT 3;
VACUUM;
PRAGMA integrity_check;
