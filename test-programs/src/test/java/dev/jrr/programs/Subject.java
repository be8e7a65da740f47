package dev.jrr.programs;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A program and what it needs. The lines that it prints only where the environment holds {@code
 * JRR_SHOW}, which differ between runs, begin with {@code shown:} (program.h).
 *
 * @param status the exit status that is right, or 128 + the signal that ends it
 * @param prepare fills the working directory
 * @param recordOptions what {@code jrr record} is given besides
 * @param verdict throws if the native run did not do what it is for
 * @param timeoutSeconds how long one run of it may take, also recorded and replayed
 */
record Subject(
    String name,
    List<String> command,
    String stdin,
    int status,
    List<String> recordOptions,
    Consumer<Path> prepare,
    Consumer<Run> verdict,
    long timeoutSeconds) {

  @Override
  public String toString() {
    return name;
  }

  /** The same with more time. */
  Subject within(long seconds) {
    return new Subject(name, command, stdin, status, recordOptions, prepare, verdict, seconds);
  }
}
