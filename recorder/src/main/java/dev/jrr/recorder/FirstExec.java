package dev.jrr.recorder;

import dev.jrr.tracee.Launcher;
import dev.jrr.tracee.Stop;

/** The way from the launcher to the program: nothing of it is recorded. */
final class FirstExec {
  private final RecordSession session;
  private final StopHandler stops;
  private final Launcher.Launched launched;

  FirstExec(RecordSession session, StopHandler stops, Launcher.Launched launched) {
    this.session = session;
    this.stops = stops;
    this.launched = launched;
  }

  void run(RecordedTask task) {
    while (true) {
      Stop stop = session.waitFor(task);
      if (stop instanceof Stop.Exec) {
        // Not by handle(), which would record the end of one that was killed in this stop.
        stops.execs().executed(task, task.tid());
        launched.close();
        if (session.events() == 0) {
          throw new ExecFailedException(0); // killed at once: there is no program to replay
        }
        return;
      }
      if (stop instanceof Stop.Exited || stop instanceof Stop.Signalled) {
        throw new ExecFailedException(launched.failure());
      }
      task.task.cont(0);
    }
  }
}
