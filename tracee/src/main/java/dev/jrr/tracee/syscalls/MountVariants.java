package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.List;

/** The commands of fsconfig(2); numbers from linux/mount.h. */
final class MountVariants {
  private MountVariants() {}

  private static final Symbols COMMAND =
      Symbols.values(
          "FSCONFIG_SET_FLAG=0 FSCONFIG_SET_STRING=1 FSCONFIG_SET_BINARY=2 FSCONFIG_SET_PATH=3 "
              + "FSCONFIG_SET_PATH_EMPTY=4 FSCONFIG_SET_FD=5 FSCONFIG_CMD_CREATE=6 "
              + "FSCONFIG_CMD_RECONFIGURE=7 FSCONFIG_CMD_CREATE_EXCL=8");

  static Variants fsconfig() {
    return Variants.of(
        args -> args[1] & 0xffffffffL,
        "Add a line for the command in MountVariants.",
        List.of(
            command(0, "FSCONFIG_SET_FLAG", path("key"), unused()),
            command(1, "FSCONFIG_SET_STRING", path("key"), path("value")),
            command(2, "FSCONFIG_SET_BINARY", path("key"), in("value", bytes(4))),
            command(3, "FSCONFIG_SET_PATH", path("key"), path("value")),
            command(4, "FSCONFIG_SET_PATH_EMPTY", path("key"), path("value")),
            command(5, "FSCONFIG_SET_FD", path("key"), unused()),
            command(6, "FSCONFIG_CMD_CREATE", unused(), unused()),
            command(7, "FSCONFIG_CMD_RECONFIGURE", unused(), unused()),
            command(8, "FSCONFIG_CMD_CREATE_EXCL", unused(), unused())));
  }

  private static SyscallSpec command(int key, String name, Arg parameter, Arg value) {
    return operation(name, key, fd(), choice("cmd", COMMAND), parameter, value, integer("aux"));
  }
}
