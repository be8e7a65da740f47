package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jrr.replayer.DivergenceException;
import dev.jrr.replayer.LimitedReplay;
import dev.jrr.replayer.Tracer;
import dev.jrr.trace.Frame;
import dev.jrr.trace.ObjectStore;
import dev.jrr.trace.RegisterSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A replay that would run for ever ends: it has diverged. */
@SharedRecordings
@ResourceLock(Tracer.LOCK)
final class RunLimitTest {
  /** Threads that wait for each other without calls. */
  private static final String PROGRAM = "async_spin";

  /** A word of {@link RegisterSet#NAMES}. */
  private static final int RSP = 19;

  private static final Duration SHORT = Duration.ofMillis(500);

  private final Sandbox sandbox = Sandbox.of("run-limit");

  @RegisterExtension final SharedSandbox shared = new SharedSandbox(sandbox);

  private Path trace;
  private long point;

  @BeforeAll
  void record() {
    trace = DebuggedTrace.recordThreads(sandbox, PROGRAM).trace();
  }

  /** A point that no visit is: the thread spins on, as the other one never has its turn. */
  private Frame withoutPlace(Frame frame) {
    if (!(frame instanceof Frame.AsyncPoint async) || point != 0 && point != frame.event()) {
      return frame;
    }
    point = frame.event();
    long[] words = async.at().toArray();
    words[RSP] += 8;
    return new Frame.AsyncPoint(
        async.event(),
        async.task(),
        RegisterSet.copyOf(words),
        async.code(),
        async.vectors(),
        async.lines(),
        async.contents(),
        async.changed(),
        async.values());
  }

  private void replay(UnaryOperator<Frame> change) throws Exception {
    Path copy = sandbox.freshTrace("rewritten");
    RewrittenTrace.write(trace, copy, change);
    LimitedReplay.toEnd(copy, ObjectStore.at(sandbox.traces()), SHORT);
  }

  @Test
  void aRunWithoutEndIsADivergence() {
    DivergenceException diverged =
        catchThrowableOfType(DivergenceException.class, () -> replay(this::withoutPlace));
    assertThat(diverged).isNotNull();
    assertThat(diverged.report().kind().code()).isEqualTo("JRR-E318");
    assertThat(diverged.report().event()).isEqualTo(point);
  }

  @Test
  void whatEndsIsNot() throws Exception {
    replay(frame -> frame);
  }
}
