# Packs the tree, lists the archive, unpacks it elsewhere and compares.
set -e
tar --sort=name --owner=0 --group=0 --numeric-owner -cf all.tar input
tar -tf all.tar
sha256sum all.tar
mkdir out
tar -xf all.tar -C out
diff -r input out/input && echo same
