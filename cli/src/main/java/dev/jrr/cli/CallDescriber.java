package dev.jrr.cli;

import dev.jrr.trace.RegisterSet;

/** Says which call a task makes. */
interface CallDescriber {
  /** The call of these registers at its entry, such as {@code close(3)}. */
  String describe(RegisterSet at);

  /** The name of a call, such as {@code close}. */
  String name(int number);

  /** Numbers and registers only, for when there is no model of the calls. */
  CallDescriber RAW =
      new CallDescriber() {
        @Override
        public String describe(RegisterSet at) {
          StringBuilder text = new StringBuilder(name((int) at.word(Registers.ORIG_RAX)));
          String separator = "(";
          for (int index : Registers.ARGUMENTS) {
            text.append(separator).append("0x").append(Long.toHexString(at.word(index)));
            separator = ", ";
          }
          return text.append(')').toString();
        }

        @Override
        public String name(int number) {
          return "call " + number;
        }
      };

  /** Indexes of {@link RegisterSet#NAMES}. */
  final class Registers {
    static final int ORIG_RAX = 15;
    static final int RIP = 16;

    /** rdi, rsi, rdx, r10, r8, r9: the arguments of a call, syscall(2). */
    static final java.util.List<Integer> ARGUMENTS = java.util.List.of(14, 13, 12, 7, 9, 8);

    private Registers() {}
  }
}
