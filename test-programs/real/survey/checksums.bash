# The checksums of many libraries, until head has enough of them.
# needs:

find /usr/lib -name '*.so*' | sort | xargs md5sum 2> /dev/null | head -200 | md5sum
