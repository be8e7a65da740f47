# A bus of its own for a message and its reply.
# needs: dbus-run-session dbus-daemon dbus-send

# The daemon may warn of a limit, with its number.
dbus-run-session -- dbus-send --session --print-reply --dest=org.freedesktop.DBus \
  / org.freedesktop.DBus.ListNames 2> /dev/null | grep -o '"[^"]*"' | sort
