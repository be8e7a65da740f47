# Tar's archive is compressed by two threads of xz, and a zip is made and tested.
# needs: xz zip unzip

mkdir files
for i in {1..100}; do
  seq $i 12000 > files/file$i
done
tar cf - files | xz -T2 -1 > files.tar.xz
xz -dc files.tar.xz | tar tf - | wc -l
zip -qr files.zip files
unzip -qt files.zip | tail -1
