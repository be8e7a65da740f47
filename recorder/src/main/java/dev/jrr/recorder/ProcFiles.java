package dev.jrr.recorder;

import dev.jrr.layout.JrrLayout;
import dev.jrr.tracee.syscalls.SyscallTable;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads of {@code /proc/<pid>/maps}, {@code smaps} and {@code status}: answered from a copy, taken
 * when the file is read from its start, that shows nothing of jrr.
 */
final class ProcFiles implements SpecialCall {
  private static final int READ = SyscallTable.numberOf("read");
  private static final int LSEEK = SyscallTable.numberOf("lseek");

  @Override
  public void enter(RecordedTask task, PendingCall call) {
    int fd = (int) call.argument(0);
    if (!(task.descriptors.get(fd) instanceof Descriptors.Target.Listing listing)) {
      return;
    }
    if (call.number() == LSEEK) {
      if (call.argument(2) <= 1) {
        long base = call.argument(2) == 1 ? listing.position : 0;
        listing.position = Math.max(0, base + call.argument(1));
        call.emulatedResult = listing.position;
      }
      return;
    }
    boolean sequential = call.number() == READ;
    long position = sequential ? listing.position : call.argument(3);
    if (position == 0) {
      listing.text = filtered("/proc/" + task.tid() + "/fd/" + fd, listing.lines);
    }
    int from = (int) Math.min(position, listing.text.length);
    int count = (int) Math.min(Math.max(call.argument(2), 0), listing.text.length - from);
    byte[] bytes = Arrays.copyOfRange(listing.text, from, from + count);
    int put = task.memory().write(call.argument(1), bytes, 0, count);
    if (put < count) {
      return; // the kernel says EFAULT
    }
    call.emulatedResult = (long) count;
    if (sequential) {
      listing.position += count;
    }
  }

  /** What a program sees of a line; stateful, for lines that belong to the one before them. */
  interface LineFilter {
    /** Starts a new reading of the file. */
    void begin();

    /** The line {@code text[from..to)} with its end, as it is shown; empty to leave it out. */
    byte[] shown(byte[] text, int from, int to);
  }

  /** The filter for a file of /proc that shows jrr, or null for any other. */
  static @Nullable LineFilter filterOf(String path, RecordedTask by, RecordSession session) {
    if (path.endsWith("/maps") || path.endsWith("/smaps")) {
      String owner = path.substring("/proc/".length(), path.indexOf('/', "/proc/".length()));
      boolean isNumber = !owner.isEmpty() && owner.chars().allMatch(Character::isDigit);
      return new OwnMappings(session, isNumber ? Integer.parseInt(owner) : by.tid());
    }
    return path.endsWith("/status") ? new TraceMarks(session) : null;
  }

  /** Leaves out jrr's mappings, and in smaps the lines that follow them. */
  private static final class OwnMappings implements LineFilter {
    private final RecordSession session;
    private final int owner;
    private List<Long> rooms = List.of();
    private boolean dropping;

    OwnMappings(RecordSession session, int owner) {
      this.session = session;
      this.owner = owner;
    }

    @Override
    public void begin() {
      dropping = false;
      RecordedTask task = session.task(owner);
      BufferedSpace hook = task == null ? null : task.process.space.hook;
      rooms = hook == null ? List.of() : hook.places.rooms();
    }

    @Override
    public byte[] shown(byte[] text, int from, int to) {
      long address = mappingStart(text, from, to);
      if (address >= 0) {
        dropping =
            address >= JrrLayout.JRR_BASE && address < JrrLayout.JRR_END || rooms.contains(address);
      }
      return dropping ? new byte[0] : Arrays.copyOfRange(text, from, to);
    }
  }

  /** Shows a task that nobody traces, without what jrr's filter brings (proc(5)). */
  private static final class TraceMarks implements LineFilter {
    private static final String ID = "Pid:\t";
    private static final String TRACER = "TracerPid:\t";
    private static final String PROMISE = "NoNewPrivs:\t";
    private static final String MODE = "Seccomp:\t";
    private static final String COUNT = "Seccomp_filters:\t";

    private final RecordSession session;
    private @Nullable RecordedTask shown;

    TraceMarks(RecordSession session) {
      this.session = session;
    }

    @Override
    public void begin() {
      shown = null;
    }

    @Override
    public byte[] shown(byte[] text, int from, int to) {
      String line = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
      if (line.startsWith(ID)) {
        shown = session.task(number(line, ID));
      }
      return shown(line, text).getBytes(StandardCharsets.ISO_8859_1);
    }

    private String shown(String line, byte[] text) {
      RecordedTask task = shown;
      if (line.startsWith(TRACER)) {
        return TRACER + "0\n";
      }
      if (task == null || session.confinement().filtered()) {
        return line;
      }
      if (line.startsWith(PROMISE)) {
        return PROMISE + (task.noNewPrivs ? "1\n" : "0\n");
      }
      if (line.startsWith(COUNT)) {
        return COUNT + (number(line, COUNT) - 1) + "\n";
      }
      if (line.startsWith(MODE)) {
        String all = new String(text, StandardCharsets.ISO_8859_1);
        int count = all.indexOf(COUNT);
        boolean onlyOurs = count >= 0 && number(all.substring(count), COUNT) == 1;
        return onlyOurs ? MODE + "0\n" : line;
      }
      return line;
    }

    private static int number(String line, String name) {
      return Integer.parseInt(line.substring(name.length(), line.indexOf('\n')));
    }
  }

  private static byte[] filtered(String file, LineFilter lines) {
    byte[] text;
    try (FileInputStream in = new FileInputStream(file)) {
      text = in.readAllBytes();
    } catch (IOException gone) {
      return new byte[0];
    }
    ByteArrayOutputStream kept = new ByteArrayOutputStream(text.length);
    lines.begin();
    int start = 0;
    for (int index = 0; index < text.length; index++) {
      if (text[index] == '\n') {
        kept.writeBytes(lines.shown(text, start, index + 1));
        start = index + 1;
      }
    }
    return kept.toByteArray();
  }

  /** The first address of a line {@code <hex>-<hex> ...}; -1 where the line is another one. */
  private static long mappingStart(byte[] text, int from, int to) {
    long address = 0;
    for (int at = from; at < to; at++) {
      int digit = Character.digit(text[at], 16);
      if (digit < 0) {
        return at > from && text[at] == '-' ? address & Long.MAX_VALUE : -1;
      }
      address = address << 4 | digit;
    }
    return -1;
  }
}
