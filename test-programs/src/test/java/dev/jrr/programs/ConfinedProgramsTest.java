package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recording and replaying where container engines put programs: by an unprivileged user without
 * capabilities, under a filter that refuses what they refuse. Programs that need what is refused
 * fail there, recorded just as natively. The same on an older kernel.
 */
final class ConfinedProgramsTest {
  /** Those in which privileges, filters or what is refused matter, and some of each other kind. */
  private static final Set<String> CONFINED =
      Set.of(
          "async_near_syscall",
          "backtrace_in_handler",
          "cpu_rdtsc",
          "exec_script",
          "exit_by_fault",
          "fork_by_clone",
          "handler_syscalls",
          "itimer_storm",
          "memory_of_another_process",
          "mmap_shared_between_processes",
          "mount_namespace",
          "process_capabilities",
          "process_no_new_privs",
          "process_not_dumpable",
          "restart_in_stub",
          "seccomp_own_filter",
          "shell_children",
          "sigframe_storm",
          "signal_faster_than_handled",
          "signal_interrupts_read",
          "signal_sigsys",
          "stdio_functions",
          "syscall_refused",
          "syscall_unknown",
          "thread_create_join",
          "thread_exec",
          "thread_fork",
          "timer_to_thread",
          "vfork_other_output");

  /** Those in which it matters that jrr's own filter is there, and needs a promise first. */
  private static final Set<String> UNPRIVILEGED =
      Set.of("process_capabilities", "process_no_new_privs", "process_not_dumpable");

  private static final Set<String> CAPLESS =
      Set.of("process_capabilities", "process_not_dumpable", "shell_children");

  /** Those whose replay makes much of calls on memory, and some of each other kind. */
  private static final Set<String> ON_OLDER_KERNEL =
      Set.of(
          "async_counter",
          "file_bad_pointers",
          "handler_syscalls",
          "mmap_anonymous",
          "mmap_mprotect_partly",
          "mmap_read_into_mapping",
          "mmap_where_jrr_is",
          "shell_children",
          "thread_create_join");

  static Stream<Arguments> programsSurroundingsAndModes() {
    return Stream.of(TestProgram.all(), TestProgram.in("threads"))
        .flatMap(List::stream)
        .flatMap(
            program ->
                Stream.of(Surroundings.values())
                    .filter(surroundings -> chosen(surroundings).contains(program.name()))
                    .flatMap(
                        surroundings ->
                            Stream.of(Mode.TRACED, Mode.BUFFERED)
                                .map(mode -> Arguments.of(program, surroundings, mode))));
  }

  private static Set<String> chosen(Surroundings surroundings) {
    return switch (surroundings) {
      case OPEN -> Set.of();
      case CONFINED -> CONFINED;
      case UNPRIVILEGED -> UNPRIVILEGED;
      case CAPLESS -> CAPLESS;
      case OLDER_KERNEL -> ON_OLDER_KERNEL;
    };
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("programsSurroundingsAndModes")
  void behavesAsNatively(TestProgram program, Surroundings surroundings, Mode mode) {
    RoundTrip.check(program.subject(), mode, 1, surroundings);
  }

  /** Otherwise the tests above would show nothing. */
  @Test
  void theHelperConfines() {
    try (Sandbox sandbox = Sandbox.in(Surroundings.CONFINED, "confined-helper")) {
      String script =
          "grep -E 'CapEff|CapBnd|Seccomp:' /proc/self/status; setarch -R true || echo refused;"
              + " unshare -U true || echo refused";
      Launch launch =
          new Launch(List.of("sh", "-c", script), sandbox.elsewhere(), sandbox.traces());
      Run run = launch.in(Surroundings.CONFINED).run();
      assertThat(run.out().lines())
          .as("%s", run)
          .containsExactly(
              "CapEff:\t0000000000000000",
              "CapBnd:\t0000000000000000",
              "Seccomp:\t2",
              "refused",
              "refused");
      sandbox.passed();
    }
  }
}
