# Cmake configures a project that ninja builds.
# needs: cmake ninja gcc

cat > CMakeLists.txt << 'END'
cmake_minimum_required(VERSION 3.10)
project(nothing C)
add_executable(nothing nothing.c)
END
cat > nothing.c << 'END'
int main(void) {
  return 0;
}
END
cmake -G Ninja . > /dev/null && ninja | tail -1 && ./nothing
echo $?
