# Three processes write to one sqlite database with a write-ahead log.
# needs: sqlite3

sqlite3 database 'pragma journal_mode=wal; create table t(a);'
for i in 1 2 3; do
  sqlite3 -cmd '.timeout 60000' database "insert into t values($i)" &
done
wait
sqlite3 database 'select count(*) from t'
