# Python's sqlite inserts 5000 rows into a file and adds them up.
# needs: python3

python3 - << 'END'
import sqlite3

database = sqlite3.connect("database")
database.execute("create table t(a)")
database.executemany("insert into t values(?)", [(i,) for i in range(5000)])
database.commit()
print(database.execute("select sum(a) from t").fetchone())
END
