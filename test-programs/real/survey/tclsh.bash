# Tcl computes a big number and waits in its event loop.
# needs: tclsh

tclsh << 'END'
puts [expr 2**100]
after 50 {
  puts late
  exit
}
vwait forever
END
