package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.replayer.Tracer;
import dev.jrr.replayer.Travel;
import dev.jrr.trace.ObjectStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replay that goes back to its checkpoints goes on from there as it did before. */
@ResourceLock(Tracer.LOCK)
final class CheckpointTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "async_threads_compute",
        "async_two_processes",
        "async_xmm",
        "async_jit",
        "checkpoint_fork_marks",
        "clone_vm_process",
        "fork_storm",
        "shared_file_counter",
        "shared_memfd_atomics",
        "shared_sysv_counter",
        "thread_64_alive",
        "thread_exec",
        "thread_fork",
        "thread_tls"
      })
  void bringsBackWhatWas(String name) throws Exception {
    TestProgram program =
        TestProgram.in("threads").stream()
            .filter(one -> one.name().equals(name))
            .findAny()
            .orElseThrow();
    try (Sandbox sandbox = Sandbox.of("checkpoint-" + name)) {
      Path trace = sandbox.freshTrace("showing");
      List<String> record = Jrr.record(Mode.TRACED, trace, program.subject().command());
      Launch launch = new Launch(record, sandbox.freshWork(), sandbox.traces());
      Map.of("JRR_SHOW", "1").forEach(launch::environment);
      Run recorded = launch.run();
      assertThat(recorded.status()).as("%s", recorded).isEqualTo(program.status());
      ObjectStore objects = ObjectStore.at(sandbox.traces());
      List<Integer> cpus = WorkerCpu.allowed();
      assertThat(Travel.through(trace, objects, 1, 12)).isEqualTo(recorded.out());
      assertThat(WorkerCpu.allowed()).as("CPUs of this JVM's other threads").isEqualTo(cpus);
      sandbox.passed();
    }
  }
}
