package dev.jrr.recorder;

import dev.jrr.tracee.syscalls.SyscallTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How many calls of a recording were buffered, and why the others stopped. */
final class CallStatistics {
  /** Why a call was traced. */
  enum Reason {
    UNKNOWN("the hook does not make it"),
    SITE_IS_NEW("its place was not trapped often enough to be patched"),
    SITE_REFUSED("its place cannot be patched"),
    BAILED("it might have waited, or the hook does not know such arguments"),
    FILTERED("the program's own filter may refuse it"),
    WAITED("it had to wait"),
    SUSPENDED("signals waited for it, or --chaos counted it"),
    APART("its process shares memory, but not descriptors, with another"),
    OTHER_CLOCKS("its process may have other clocks than jrr"),
    SWITCHED_OFF("the process is recorded without a buffer");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private static final int TOP = 10;

  private final Map<Integer, Map<Reason, Long>> traced = new TreeMap<>();
  private final Map<Reason, Long> timeStampsTrapped = new EnumMap<>(Reason.class);
  private long buffered;
  private long stopped;
  private long timeStampsBuffered;
  private int patched;
  private int refused;

  void buffered(int calls, int timeStamps) {
    buffered += calls;
    timeStampsBuffered += timeStamps;
  }

  void timeStampTrapped(Reason reason) {
    timeStampsTrapped.merge(reason, 1L, Long::sum);
  }

  void traced(int number, Reason reason) {
    stopped++;
    traced
        .computeIfAbsent(number, none -> new EnumMap<>(Reason.class))
        .merge(reason, 1L, Long::sum);
  }

  void patched() {
    patched++;
  }

  void refused() {
    refused++;
  }

  /** Lines for a reader: the share, the places, then the calls that were traced most. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    long all = buffered + stopped;
    long waited = traced.values().stream().mapToLong(r -> r.getOrDefault(Reason.WAITED, 0L)).sum();
    lines.add(
        String.format(
            Locale.ROOT,
            "%d of %d calls were buffered (%.1f %%; %.1f %% of those that did not have to wait),"
                + " %d places patched, %d refused",
            buffered,
            all,
            share(all),
            share(all - waited),
            patched,
            refused));
    long trapped = total(timeStampsTrapped);
    if (timeStampsBuffered + trapped > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%d of %d time stamps (rdtsc, rdtscp) were buffered",
              timeStampsBuffered,
              timeStampsBuffered + trapped));
    }
    if (trapped > 0) {
      lines.add(line("trapped time stamps", timeStampsTrapped));
    }
    traced.entrySet().stream()
        .sorted((one, other) -> Long.compare(total(other.getValue()), total(one.getValue())))
        .limit(buffered + patched == 0 ? 0 : TOP)
        .forEach(entry -> lines.add(line("traced " + nameOf(entry.getKey()), entry.getValue())));
    return lines;
  }

  private double share(long of) {
    return of == 0 ? 0 : 100.0 * buffered / of;
  }

  private static String line(String what, Map<Reason, Long> reasons) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%8d %s:", total(reasons), what));
    reasons.forEach(
        (reason, count) ->
            text.append(' ').append(count).append(' ').append(reason.text).append(';'));
    text.setLength(text.length() - 1);
    return text.toString();
  }

  private static String nameOf(int number) {
    return String.valueOf(SyscallTable.nameOf(number));
  }

  private static long total(Map<Reason, Long> reasons) {
    return reasons.values().stream().mapToLong(Long::longValue).sum();
  }
}
