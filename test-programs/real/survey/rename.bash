# 300 files are moved by as many processes, and removed by one.
# needs:

mkdir files
touch files/{1..300}
for file in files/*; do
  mv $file $file.x
done
ls files | wc -l
rm -r files
ls
