# Make compiles twelve files, four at once.
# needs: gcc make

for i in {1..12}; do
  echo "int f$i(int a) { return a * $i; }" > f$i.c
done
cat > main.c << 'END'
int f3(int);

int main(void) {
  return f3(5);
}
END
cat > Makefile << 'END'
OBJECTS = $(patsubst %.c,%.o,$(wildcard f*.c))

program: $(OBJECTS) main.o
	gcc -o $@ $^
END
make -s -j4
./program
echo $?
