package dev.jrr.gdbserver;

import dev.jrr.gdbserver.target.Breakpoint;
import dev.jrr.gdbserver.target.BreakpointCondition;
import dev.jrr.gdbserver.target.BreakpointKind;
import dev.jrr.gdbserver.target.Errno;
import dev.jrr.gdbserver.target.GeneralRegister;
import dev.jrr.gdbserver.target.RegisterFile;
import dev.jrr.gdbserver.target.ResumeAction;
import dev.jrr.gdbserver.target.ResumeRequest;
import dev.jrr.gdbserver.target.SharedLibraries;
import dev.jrr.gdbserver.target.StopEvent;
import dev.jrr.gdbserver.target.Target;
import dev.jrr.gdbserver.target.TargetAddress;
import dev.jrr.gdbserver.target.TargetCapabilities;
import dev.jrr.gdbserver.target.TargetException;
import dev.jrr.gdbserver.target.TargetFeature;
import dev.jrr.gdbserver.target.TargetFile;
import dev.jrr.gdbserver.target.ThreadId;
import dev.jrr.gdbserver.target.XsaveComponent;
import dev.jrr.gdbserver.target.XsaveLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A recording of one run of a {@link TinyMachine}: process 0x1234 with a leader that runs and a
 * second thread that waits all the time. History begins at the entry point and ends before the
 * system call that ends the program. Time can go back, by starting again.
 */
final class FakeTarget implements Target {
  static final ThreadId LEADER = new ThreadId(0x1234, 0x1234);
  static final ThreadId WAITER = new ThreadId(0x1234, 0x1235);

  static final XsaveLayout AVX512 =
      XsaveLayout.of(
          Map.of(
              XsaveComponent.AVX, 576,
              XsaveComponent.OPMASK, 1088,
              XsaveComponent.ZMM_HI256, 1152,
              XsaveComponent.HI16_ZMM, 1664,
              XsaveComponent.PKRU, 2688));

  final TinyMachine machine;
  final Map<String, byte[]> files = new LinkedHashMap<>();
  final Map<Breakpoint, BreakpointCondition> breakpoints = new LinkedHashMap<>();
  TargetCapabilities capabilities =
      new TargetCapabilities(
          AVX512,
          EnumSet.allOf(BreakpointKind.class),
          EnumSet.of(
              TargetFeature.AUXV,
              TargetFeature.EXECUTABLE_PATH,
              TargetFeature.SIGINFO,
              TargetFeature.FILES,
              TargetFeature.MONITOR,
              TargetFeature.RESTART,
              TargetFeature.REVERSE_CONTINUE,
              TargetFeature.REVERSE_STEP));
  ResumeRequest lastRequest;
  boolean alive = true;

  /** What the next run says instead of running. */
  Optional<StopEvent> scripted = Optional.empty();

  /** How the next run fails. */
  Optional<TargetException> failure = Optional.empty();

  private StopEvent stop = new StopEvent.HistoryBegin(LEADER);
  private long stepsDone;

  FakeTarget(TinyMachine machine) {
    this.machine = machine;
  }

  /** {@code counting.s} as a few bytes, for tests that need no symbols. */
  static FakeTarget counting() {
    byte[] code = new byte[0x40];
    ByteBuffer out = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {0x48, (byte) 0xc7, (byte) 0xc0, 0, 0, 0, 0});
    out.put(new byte[] {0x48, (byte) 0xff, (byte) 0xc0});
    out.put(new byte[] {0x48, (byte) 0x89, 0x05}).putInt((int) (DATA - (CODE + 17)));
    out.put(new byte[] {0x48, (byte) 0x83, (byte) 0xf8, 10});
    out.put(new byte[] {0x75, -16});
    out.put(new byte[] {0x0f, 0x05});
    out.position(SPIN - (int) CODE);
    out.put(new byte[] {(byte) 0xeb, -2});
    return new FakeTarget(TinyMachine.of(CODE, code, DATA));
  }

  static final long CODE = 0x401000;
  static final long DATA = 0x402000;
  static final int SPIN = 0x401030;

  /** Where {@link #counting} increments. */
  static final long INCREMENT = CODE + 7;

  @Override
  public TargetCapabilities capabilities() {
    return capabilities;
  }

  @Override
  public List<ThreadId> threads() {
    return alive ? List.of(LEADER, WAITER) : List.of();
  }

  @Override
  public Optional<ThreadId> currentThread() {
    return alive ? Optional.of(LEADER) : Optional.empty();
  }

  @Override
  public StopEvent currentStop() {
    return stop;
  }

  @Override
  public String threadName(ThreadId thread) {
    return thread.equals(LEADER) ? "leader" : "wait<er>";
  }

  @Override
  public String threadDescription(ThreadId thread) {
    return thread.equals(LEADER) ? "" : "in futex";
  }

  @Override
  public RegisterFile readRegisters(ThreadId thread) {
    return machine.registerFile();
  }

  @Override
  public void writeRegisters(ThreadId thread, RegisterFile registers) throws TargetException {
    if (thread.equals(WAITER)) {
      throw new TargetException(Errno.EPERM, "the waiter cannot be changed");
    }
    machine.setRegisterFile(registers);
  }

  @Override
  public byte[] readMemory(int process, TargetAddress address, int lengthBytes)
      throws TargetException {
    byte[] bytes = machine.read(address.value(), lengthBytes);
    if (bytes.length == 0) {
      throw new TargetException(Errno.EFAULT, "nothing at " + address);
    }
    return bytes;
  }

  @Override
  public void writeMemory(int process, TargetAddress address, byte[] bytes) throws TargetException {
    if (!machine.write(address.value(), bytes)) {
      throw new TargetException(Errno.EFAULT, "nothing at " + address);
    }
  }

  @Override
  public void insertBreakpoint(Breakpoint breakpoint, BreakpointCondition condition) {
    breakpoints.put(breakpoint, condition);
  }

  @Override
  public void removeBreakpoint(Breakpoint breakpoint) {
    breakpoints.remove(breakpoint);
  }

  @Override
  public StopEvent resume(ResumeRequest request) throws TargetException {
    lastRequest = request;
    if (failure.isPresent()) {
      throw failure.get();
    }
    if (scripted.isPresent()) {
      return scripted.get();
    }
    stop =
        request.direction() == ResumeRequest.Direction.FORWARD
            ? forward(request)
            : backward(request.actionFor(LEADER));
    return stop;
  }

  private StopEvent forward(ResumeRequest request) {
    ResumeAction action = request.actionFor(LEADER);
    while (true) {
      if (request.interruption().isRequested()) {
        return new StopEvent.Interrupted(LEADER);
      }
      if (machine.atEnd()) {
        return new StopEvent.HistoryEnd(LEADER);
      }
      step();
      Optional<StopEvent> hit = hit();
      if (hit.isPresent()) {
        return hit.get();
      }
      if (action instanceof ResumeAction.Step || leftRange(action)) {
        return new StopEvent.Stepped(LEADER);
      }
    }
  }

  private boolean leftRange(ResumeAction action) {
    TargetAddress here = new TargetAddress(machine.get(GeneralRegister.RIP));
    return action instanceof ResumeAction.StepInRange range
        && (here.compareTo(range.start()) < 0 || here.compareTo(range.end()) >= 0);
  }

  private void step() {
    machine.step();
    stepsDone++;
  }

  private StopEvent backward(ResumeAction action) {
    if (stepsDone == 0) {
      return new StopEvent.HistoryBegin(LEADER);
    }
    if (action instanceof ResumeAction.Step) {
      goTo(stepsDone - 1);
      return new StopEvent.Stepped(LEADER);
    }
    long now = stepsDone;
    long found = 0;
    StopEvent last = new StopEvent.HistoryBegin(LEADER);
    goTo(0);
    while (stepsDone < now - 1) {
      step();
      Optional<StopEvent> hit = hit();
      if (hit.isPresent()) {
        found = stepsDone;
        last = hit.get();
      }
    }
    goTo(found);
    return last;
  }

  private void goTo(long position) {
    machine.reset();
    stepsDone = 0;
    while (stepsDone < position) {
      step();
    }
  }

  /** What stops the run after the instruction just executed. */
  private Optional<StopEvent> hit() {
    long here = machine.get(GeneralRegister.RIP);
    OptionalLong written = machine.lastWrite();
    for (Map.Entry<Breakpoint, BreakpointCondition> entry : breakpoints.entrySet()) {
      Breakpoint breakpoint = entry.getKey();
      long from = breakpoint.address().value();
      boolean watch = breakpoint.kind().isWatchpoint();
      boolean reached =
          watch
              ? written.isPresent()
                  && written.getAsLong() < from + breakpoint.lengthBytes()
                  && written.getAsLong() + 8 > from
              : here == from;
      if (reached && holds(entry.getValue())) {
        return Optional.of(
            watch
                ? new StopEvent.AtWatchpoint(LEADER, breakpoint.kind(), breakpoint.address())
                : new StopEvent.AtBreakpoint(LEADER, breakpoint.kind()));
      }
    }
    return Optional.empty();
  }

  private boolean holds(BreakpointCondition condition) {
    return condition.holds(
        machine.registerFile(),
        (address, lengthBytes) -> readMemory(LEADER.process(), address, lengthBytes));
  }

  @Override
  public void kill(int process) {
    alive = false;
  }

  @Override
  public void detach(int process) {
    alive = false;
  }

  @Override
  public StopEvent restart() {
    alive = true;
    goTo(0);
    stop = new StopEvent.HistoryBegin(LEADER);
    return stop;
  }

  @Override
  public byte[] auxiliaryVector(int process) {
    int entryTag = 9;
    return ByteBuffer.allocate(32)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(entryTag)
        .putLong(machine.entry())
        .array();
  }

  @Override
  public String executablePath(int process) {
    return "/recorded/counting";
  }

  @Override
  public byte[] signalInfo(ThreadId thread) {
    byte[] info = new byte[128];
    info[0] = 11;
    return info;
  }

  @Override
  public SharedLibraries libraries(int process) {
    return new SharedLibraries(
        new TargetAddress(0x10),
        List.of(
            new SharedLibraries.Library(
                "/lib/a&b.so",
                new TargetAddress(0x20),
                new TargetAddress(0x7f00_0000_0000L),
                new TargetAddress(0x7f00_0000_1000L))));
  }

  @Override
  public TargetFile openFile(int process, String path) throws TargetException {
    byte[] content = files.get(path);
    if (content == null) {
      throw new TargetException(Errno.ENOENT, "no file " + path);
    }
    return new MemoryFile(content);
  }

  @Override
  public String readLink(int process, String path) throws TargetException {
    if (!path.equals("/proc/self/exe")) {
      throw new TargetException(Errno.EINVAL, path + " is no link");
    }
    return executablePath(process);
  }

  @Override
  public String monitor(String command) throws TargetException {
    return switch (command) {
      case "when" -> "step " + stepsDone + "\n";
      case "long" -> "0123456789abcdef".repeat(0x2000) + "\n";
      case "quiet" -> "";
      default -> throw new TargetException(Errno.EINVAL, "no command \"" + command + "\"");
    };
  }

  private record MemoryFile(byte[] content) implements TargetFile {
    @Override
    public byte[] read(long offset, int lengthBytes) {
      if (offset >= content.length) {
        return new byte[0];
      }
      int from = (int) offset;
      return Arrays.copyOfRange(content, from, Math.min(content.length, from + lengthBytes));
    }

    @Override
    public Status status() {
      return new Status(8, 77, Status.REGULAR_FILE | 0755, content.length, 2_000_000_000L);
    }

    @Override
    public void close() {}
  }
}
