package dev.jrr.tracee;

import dev.jrr.tracee.kernel.Libc;

/**
 * What this process was started under and its tracees inherit (prctl(2)).
 *
 * @param filtered whether a seccomp filter was installed from outside, as container engines do. A
 *     call that it refuses never reaches a filter's trace stop, which is the weaker verdict, so a
 *     filter of jrr's own would not see every call.
 * @param noNewPrivs whether exec gives no privileges
 * @param seesAll whether also processes of others and those that closed themselves can be read
 *     (CAP_SYS_PTRACE)
 */
public record Confinement(boolean filtered, boolean noNewPrivs, boolean seesAll) {
  private static final long GETTID = Libc.function("gettid");
  private static final long PRCTL = Libc.function("prctl");
  private static final int PR_GET_SECCOMP = 21;
  private static final int PR_GET_NO_NEW_PRIVS = 39;
  private static final long CAP_SYS_PTRACE = 1L << 19;

  /** That of the calling thread. */
  public static Confinement own() {
    int own = (int) Libc.call(GETTID);
    return new Confinement(
        Libc.call(PRCTL, PR_GET_SECCOMP) > 0,
        Libc.call(PRCTL, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) > 0,
        (StatusFile.read(own).mask("CapEff") & CAP_SYS_PTRACE) != 0);
  }
}
