# Sqlite inserts 50000 rows, indexes them and adds them up.
# needs: sqlite3

sqlite3 database << 'END'
create table t(a, b);
with recursive c(x) as (select 1 union all select x + 1 from c where x < 50000)
insert into t select x, x * x from c;
create index i on t(b);
select sum(b) from t;
END
