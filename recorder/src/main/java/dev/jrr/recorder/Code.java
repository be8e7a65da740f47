package dev.jrr.recorder;

import dev.jrr.tracee.code.Disassembler;
import org.jspecify.annotations.Nullable;

/** The tracer thread's disassembler, loaded when it is first needed. */
final class Code {
  private static @Nullable Disassembler disassembler;

  private Code() {}

  static Disassembler disassembler() {
    if (disassembler == null) {
      disassembler = Disassembler.open();
    }
    return disassembler;
  }
}
