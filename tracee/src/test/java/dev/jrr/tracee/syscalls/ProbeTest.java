package dev.jrr.tracee.syscalls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sizes and numbers against the system's own headers, by a C program compiled here. */
class ProbeTest {
  /** Structures newer than the headers, or different from libc's of the same name. */
  private static final String OWN =
      """
      typedef unsigned long kernel_sigset_t;
      struct kernel_sigaction { void *h; unsigned long f; void *r; kernel_sigset_t m; };
      struct kernel_termios { unsigned i, o, c, l; unsigned char line, cc[19]; };
      #ifndef LANDLOCK_ACCESS_NET_BIND_TCP
      struct landlock_net_port_attr { unsigned long long access, port; };
      #endif
      """;

  /** Headers that agree with each other; libc's where the kernel has no other. */
  private static final List<String> HEADERS =
      List.of(
          "stddef.h",
          "stdio.h",
          "sys/types.h",
          "sys/socket.h",
          "time.h",
          "sys/time.h",
          "sys/times.h",
          "sys/timex.h",
          "sys/stat.h",
          "sys/vfs.h",
          "utime.h",
          "sys/utsname.h",
          "sys/sysinfo.h",
          "sys/resource.h",
          "signal.h",
          "sys/epoll.h",
          "poll.h",
          "sys/uio.h",
          "net/if.h",
          "net/route.h",
          "net/if_arp.h",
          "mqueue.h",
          "sys/msg.h",
          "sys/shm.h",
          "sys/sem.h",
          "sys/user.h",
          "sys/ptrace.h",
          "sys/statvfs.h",
          "sys/timerfd.h",
          "fcntl.h",
          "asm/ioctls.h",
          "asm/ldt.h",
          "linux/serial.h",
          "linux/filter.h",
          "linux/capability.h",
          "linux/quota.h",
          "linux/dqblk_xfs.h",
          "linux/seccomp.h",
          "linux/fs.h",
          "linux/fiemap.h",
          "linux/loop.h",
          "linux/hdreg.h",
          "linux/rtc.h",
          "linux/input.h",
          "linux/uinput.h",
          "linux/vt.h",
          "linux/kd.h",
          "linux/fb.h",
          "linux/openat2.h",
          "linux/futex.h",
          "linux/aio_abi.h",
          "linux/keyctl.h",
          "linux/landlock.h",
          "linux/random.h",
          "linux/nsfs.h",
          "linux/if_tun.h",
          "linux/sockios.h",
          "linux/fsverity.h",
          "linux/fscrypt.h",
          "linux/blkpg.h",
          "linux/blkzoned.h",
          "linux/cdrom.h",
          "linux/perf_event.h",
          "linux/watchdog.h",
          "linux/dma-buf.h",
          "linux/udmabuf.h",
          "linux/btrfs.h",
          "linux/msdos_fs.h",
          "linux/fuse.h",
          "linux/nvme_ioctl.h",
          "linux/sched/types.h",
          "linux/prctl.h",
          "linux/tcp.h",
          "errno.h",
          "scsi/sg.h");

  private static final String PRELUDE =
      """
      #define _GNU_SOURCE
      #include <asm/termbits.h>
      #include <linux/sched.h>
      struct ustat { int tfree; unsigned long tinode; char fname[6], fpack[6]; };
      """;

  private static Map<String, String> run(Path folder, String body) throws Exception {
    Path source = folder.resolve("probe.c");
    StringBuilder text = new StringBuilder(PRELUDE);
    for (String header : HEADERS) {
      text.append("#include <").append(header).append(">\n");
    }
    text.append(OWN).append("int main(void) {\n").append(body).append("return 0; }\n");
    Files.writeString(source, text);
    Path program = folder.resolve("probe");
    assertThat(output(folder, "gcc", "-w", "-o", program.toString(), source.toString())).isEmpty();
    Map<String, String> values = new HashMap<>();
    for (String line : output(folder, program.toString()).split("\n")) {
      int space = line.lastIndexOf(' ');
      values.put(line.substring(0, space), line.substring(space + 1));
    }
    return values;
  }

  private static String output(Path folder, String... command)
      throws IOException, InterruptedException {
    Path log = folder.resolve("output");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(log).strip();
  }

  @Test
  void structuresHaveTheSizesOfTheHeaders(@TempDir Path folder) throws Exception {
    StringBuilder body = new StringBuilder();
    for (Layout layout : Layout.values()) {
      body.append("printf(\"%s %%zu\\n\", sizeof(%s));\n".formatted(layout, layout.type()));
    }
    Map<String, String> sizes = run(folder, body.toString());
    Map<String, String> table = new HashMap<>();
    for (Layout layout : Layout.values()) {
      table.put(layout.name(), Integer.toString(layout.bytes()));
    }
    assertThat(table).isEqualTo(sizes);
  }

  @Test
  void requestsHaveTheNumbersOfTheHeaders(@TempDir Path folder) throws Exception {
    SyscallSpec ioctl = SyscallTable.byName("ioctl");
    StringBuilder body = new StringBuilder();
    Map<String, Long> table = new HashMap<>();
    for (SyscallSpec row : ioctl.variants().rows().subList(0, ioctl.variants().exactCount())) {
      table.put(row.operation(), row.key());
      body.append(
          "#ifdef %1$s\nprintf(\"%1$s %%u\\n\", (unsigned) (%1$s));\n#endif\n"
              .formatted(row.operation()));
    }
    Map<String, String> numbers = run(folder, body.toString());
    numbers.forEach(
        (name, number) -> assertThat(Long.toString(table.get(name))).as(name).isEqualTo(number));
    assertThat(table).hasSizeGreaterThan(150);
    assertThat(numbers.size()).isGreaterThan(table.size() * 9 / 10);
  }

  @Test
  void symbolsHaveTheValuesOfTheHeaders(@TempDir Path folder) throws Exception {
    TreeSet<String> definitions = new TreeSet<>();
    SyscallTable.areas().values().stream()
        .flatMap(List::stream)
        .flatMap(
            row ->
                row.variants() == null
                    ? java.util.stream.Stream.of(row)
                    : row.variants().rows().stream())
        .flatMap(row -> row.args().stream())
        .forEach(
            arg -> {
              if (arg instanceof Arg.Value value && value.symbols() != null) {
                definitions.addAll(value.symbols().definitions());
              }
            });
    StringBuilder body = new StringBuilder();
    for (String definition : definitions) {
      String name = definition.substring(0, definition.indexOf('='));
      body.append(
          "#ifdef %1$s\nprintf(\"%1$s %%lld\\n\", (long long) (%1$s));\n#endif\n".formatted(name));
    }
    Map<String, String> values = run(folder, body.toString());
    assertThat(values).hasSizeGreaterThan(500);
    // libc shows O_LARGEFILE as 0 where the kernel has 0100000.
    values.remove("O_LARGEFILE");
    List<String> wrong = new ArrayList<>();
    for (String definition : definitions) {
      String name = definition.substring(0, definition.indexOf('='));
      String value = values.get(name);
      long number = Long.parseLong(definition.substring(name.length() + 1));
      if (value != null && (int) number != (int) Long.parseLong(value)) {
        wrong.add(definition + ", not " + value);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void errorNumbersAreTheHeaders(@TempDir Path folder) throws Exception {
    StringBuilder body = new StringBuilder();
    for (Errno errno : Errno.values()) {
      body.append("#ifdef %1$s\nprintf(\"%1$s %%d\\n\", %1$s);\n#endif\n".formatted(errno));
    }
    Map<String, String> numbers = run(folder, body.toString());
    assertThat(numbers).hasSizeGreaterThan(130);
    numbers.forEach(
        (name, number) ->
            assertThat(Integer.toString(Errno.valueOf(name).number())).as(name).isEqualTo(number));
  }
}
