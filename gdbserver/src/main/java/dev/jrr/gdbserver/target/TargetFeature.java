package dev.jrr.gdbserver.target;

/** What a target may or may not be able to do besides what every target can. */
public enum TargetFeature {
  /** {@link Target#auxiliaryVector}. */
  AUXV,
  /** {@link Target#executablePath}. */
  EXECUTABLE_PATH,
  /** {@link Target#signalInfo}. */
  SIGINFO,
  /** {@link Target#libraries}. */
  LIBRARIES,
  /** {@link Target#openFile} and {@link Target#readLink}. */
  FILES,
  /** {@link Target#monitor}. */
  MONITOR,
  /** {@link Target#restart}. */
  RESTART,
  /** {@link ResumeRequest#syscalls}. */
  CATCH_SYSCALLS,
  /** Stops at fork. */
  FORK_EVENTS,
  /** Stops at vfork and at its end. */
  VFORK_EVENTS,
  /** Stops at exec. */
  EXEC_EVENTS,
  /** Runs backward until something stops it. */
  REVERSE_CONTINUE,
  /** Goes back by one instruction. */
  REVERSE_STEP
}
