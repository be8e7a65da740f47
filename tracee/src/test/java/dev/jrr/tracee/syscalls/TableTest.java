package dev.jrr.tracee.syscalls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.layout.HookCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table agrees with the kernel's list of calls and with itself. */
class TableTest {
  private static final Path HEADER = Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h");

  /** Calls of the header that have no row, with the reason. */
  private static final Map<String, String> EXCEPTIONS = Map.of();

  private static Map<String, Integer> header() throws IOException {
    Pattern line = Pattern.compile("#define __NR_(\\w+) (\\d+)");
    Map<String, Integer> calls = new TreeMap<>();
    for (String text : Files.readAllLines(HEADER)) {
      Matcher matcher = line.matcher(text);
      if (matcher.matches()) {
        calls.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
      }
    }
    return calls;
  }

  private static Stream<SyscallSpec> rows() {
    return SyscallTable.areas().values().stream().flatMap(List::stream);
  }

  private static Stream<SyscallSpec> rowsAndVariants() {
    return rows()
        .flatMap(
            row ->
                row.variants() == null
                    ? Stream.of(row)
                    : Stream.concat(Stream.of(row), row.variants().rows().stream()));
  }

  @Test
  void atLeastNineTenthsOfTheHeadersCallsHaveRows() throws IOException {
    Map<String, Integer> header = header();
    assertThat(header).hasSizeGreaterThan(350);
    List<String> missing = new ArrayList<>();
    header.forEach(
        (name, number) -> {
          SyscallSpec row = SyscallTable.byNumber(number);
          if (row == null) {
            missing.add(name);
          } else {
            assertThat(row.name()).as("call %d", number).isEqualTo(name);
          }
        });
    assertThat(missing).hasSizeLessThan(header.size() / 10);
    assertThat(missing).containsExactlyInAnyOrderElementsOf(EXCEPTIONS.keySet());
  }

  @Test
  void newerCallsHaveTheNumbersOfTheKernelsTable() {
    List<String> newer =
        List.of(
            "cachestat",
            "fchmodat2",
            "map_shadow_stack",
            "futex_wake",
            "futex_wait",
            "futex_requeue",
            "statmount",
            "listmount",
            "lsm_get_self_attr",
            "lsm_set_self_attr",
            "lsm_list_modules",
            "mseal",
            "setxattrat",
            "getxattrat",
            "listxattrat",
            "removexattrat",
            "open_tree_attr",
            "file_getattr",
            "file_setattr");
    for (int i = 0; i < newer.size(); i++) {
      SyscallSpec row = SyscallTable.byNumber(451 + i);
      assertThat(row).isNotNull();
      assertThat(row.name()).isEqualTo(newer.get(i));
    }
  }

  @Test
  void argumentsReferToArgumentsOfTheirRow() {
    rowsAndVariants()
        .forEach(
            row -> {
              for (Arg arg : row.args()) {
                // The text names every argument that the size refers to.
                assertThat(arg.text(row)).as(row.title()).isNotNull();
              }
              if (row.blocking() instanceof Blocking.UnlessFlag rule) {
                assertThat(rule.arg()).as(row.title()).isLessThan(row.args().size());
              } else if (row.blocking() instanceof Blocking.UnlessZero rule) {
                assertThat(rule.arg()).as(row.title()).isLessThan(row.args().size());
              } else if (row.blocking() instanceof Blocking.UnlessZeroTime rule) {
                Arg time = row.args().get(rule.arg());
                assertThat(time).as(row.title()).isInstanceOf(Arg.Memory.class);
              }
            });
  }

  @Test
  void sizesReferToArgumentsOfTheRightKind() {
    rowsAndVariants()
        .forEach(
            row -> {
              for (int i = 0; i < row.args().size(); i++) {
                if (row.args().get(i) instanceof Arg.Memory memory) {
                  if (memory.size() instanceof Size.Pointee size) {
                    Arg.Length length = (Arg.Length) row.args().get(size.length());
                    assertThat(length.of()).as(row.title()).isEqualTo(i);
                  } else if (memory.size() instanceof Size.Returned size) {
                    assertValue(row, size.cap());
                  } else if (memory.size() instanceof Size.ArgBytes size) {
                    assertValue(row, size.arg());
                  } else if (memory.size() instanceof Size.Elements size) {
                    assertValue(row, size.count());
                  } else if (memory.size() instanceof Size.ReturnedElements size) {
                    assertValue(row, size.count());
                  }
                } else if (row.args().get(i) instanceof Arg.Vector vector) {
                  assertValue(row, vector.count());
                }
              }
            });
  }

  private static void assertValue(SyscallSpec row, int arg) {
    assertThat(row.args().get(arg)).as(row.title()).isInstanceOf(Arg.Value.class);
  }

  @Test
  void callsThatWaitHaveOutputsThatCanBeMoved() {
    rowsAndVariants()
        .filter(row -> !(row.blocking() instanceof Blocking.Never))
        .filter(row -> row.replayAction() instanceof ReplayAction.Emulate)
        .forEach(
            row -> {
              for (Arg arg : row.args()) {
                if (arg instanceof Arg.Structure structure) {
                  assertThat(structure.writes()).as(row.title()).isFalse();
                } else if (arg instanceof Arg.Memory memory) {
                  assertThat(memory.size()).as(row.title()).isNotInstanceOf(Size.Bounded.class);
                  if (memory.inPlace()) {
                    assertThat(row.name()).isEqualTo("futex");
                  }
                } else if (arg instanceof Arg.Vector vector && vector.inPlace()) {
                  assertThat(row.name()).isEqualTo("vmsplice");
                }
              }
            });
  }

  @Test
  void operationsOfOneCallHaveKeysAndNamesOfTheirOwn() {
    rows()
        .filter(row -> row.variants() != null)
        .forEach(
            row -> {
              List<SyscallSpec> exact =
                  row.variants().rows().subList(0, row.variants().exactCount());
              assertThat(exact).extracting(SyscallSpec::key).doesNotHaveDuplicates();
              assertThat(row.variants().rows())
                  .allSatisfy(
                      variant -> {
                        assertThat(variant.name()).isEqualTo(row.name());
                        assertThat(variant.number()).isEqualTo(row.number());
                        assertThat(variant.operation()).isNotEmpty();
                      });
            });
  }

  @Test
  void everyOperationIsFoundByItsKey() {
    rows()
        .filter(row -> row.variants() != null)
        .forEach(
            row -> {
              for (SyscallSpec variant :
                  row.variants().rows().subList(0, row.variants().exactCount())) {
                assertThat(row.variants().find(argumentsFor(variant)))
                    .as(variant.title())
                    .isSameAs(variant);
              }
            });
  }

  /** Puts the key where the call's selector looks for it. */
  private static long[] argumentsFor(SyscallSpec variant) {
    long key = variant.key();
    return switch (variant.name()) {
      case "getsockopt", "setsockopt" -> new long[] {0, key >> 32, (int) key, 0, 0, 0};
      case "quotactl" -> new long[] {key << 8, 0, 0, 0, 0, 0};
      case "quotactl_fd" -> new long[] {0, key << 8, 0, 0, 0, 0};
      case "semctl" -> new long[] {0, 0, key, 0, 0, 0};
      case "ioctl", "fcntl", "futex", "shmctl", "msgctl", "fsconfig", "landlock_add_rule" ->
          new long[] {0, key, 0, 0, 0, 0};
      default -> new long[] {key, 0, 0, 0, 0, 0};
    };
  }

  @Test
  void theHookKnowsTheCallsThatItsDesignNames() {
    String names =
        "read write pread64 pwrite64 readv writev preadv pwritev lseek open openat close dup3 "
            + "stat fstat lstat newfstatat statx access faccessat readlink readlinkat getdents64 "
            + "getcwd fcntl ioctl clock_gettime gettimeofday time getrandom getpid gettid getppid getuid "
            + "uname sysinfo getrusage times poll ppoll select epoll_wait epoll_pwait "
            + "epoll_ctl recvfrom recvmsg sendto sendmsg sendmmsg recvmmsg socket bind listen "
            + "connect accept getsockname getpeername socketpair shutdown pipe2 eventfd2 mkdir "
            + "unlink rename rmdir chmod utimensat fsync ftruncate rt_sigprocmask futex getsockopt "
            + "setsockopt madvise set_robust_list prctl brk mprotect";
    assertThat(HookCode.calls()).contains(names.split(" "));
  }
}
