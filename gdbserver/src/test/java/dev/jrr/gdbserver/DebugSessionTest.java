package dev.jrr.gdbserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.gdbserver.protocol.Hex;
import dev.jrr.gdbserver.protocol.Reply;
import dev.jrr.gdbserver.session.DebugSession;
import dev.jrr.gdbserver.session.RunGate;
import dev.jrr.gdbserver.target.BreakpointKind;
import dev.jrr.gdbserver.target.Errno;
import dev.jrr.gdbserver.target.GeneralRegister;
import dev.jrr.gdbserver.target.ResumeAction;
import dev.jrr.gdbserver.target.Signal;
import dev.jrr.gdbserver.target.StopEvent;
import dev.jrr.gdbserver.target.SyscallFilter;
import dev.jrr.gdbserver.target.TargetAddress;
import dev.jrr.gdbserver.target.TargetCapabilities;
import dev.jrr.gdbserver.target.TargetException;
import dev.jrr.gdbserver.target.TargetFeature;
import dev.jrr.gdbserver.target.ThreadId;
import dev.jrr.gdbserver.target.XsaveLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Packets and their answers, with neither network nor threads. */
class DebugSessionTest {
  private final FakeTarget target = FakeTarget.counting();
  private final StringBuilder console = new StringBuilder();
  private final RunGate gate = new RunGate();
  private DebugSession session = new DebugSession(target, console::append, gate);

  private String ask(String packet) {
    Reply reply = session.handle(packet.getBytes(StandardCharsets.ISO_8859_1));
    return reply.sent() ? new String(reply.payload(), StandardCharsets.ISO_8859_1) : "(no reply)";
  }

  private void sayHello() {
    ask("qSupported:multiprocess+;swbreak+;hwbreak+;no-resumed+;vfork-events+;foo-");
  }

  @Test
  void advertisesWhatTheTargetCanAndNoMore() {
    assertThat(ask("qSupported:multiprocess+"))
        .contains("PacketSize=20000", "multiprocess+", "swbreak+", "ReverseStep+")
        .doesNotContain("QCatchSyscalls", "fork-events", "libraries");
    target.capabilities = new TargetCapabilities(XsaveLayout.LEGACY, Set.of(), Set.of());
    assertThat(ask("qSupported")).doesNotContain("break", "auxv", "Reverse", "siginfo");
    assertThat(ask("bc")).isEmpty();
    assertThat(ask("Z0,401000,1")).isEmpty();
    assertThat(ask("vFile:setfs:0")).isEmpty();
    assertThat(ask("qXfer:auxv:read::0,100")).isEmpty();
    assertThat(ask("vRun;")).isEmpty();
  }

  @Test
  void answersUnknownPacketsWithNothing() {
    assertThat(ask("vMustReplyEmpty")).isEmpty();
    assertThat(ask("qTStatus")).isEmpty();
    assertThat(ask("")).isEmpty();
    assertThat(ask("!x")).isEqualTo("E16");
  }

  @Test
  void answersMalformedPacketsWithAnError() {
    for (String packet :
        List.of(
            "m",
            "m401000",
            "m401000,",
            "mxyz,1",
            "m401000,1x",
            "M401000,2:00",
            "M401000,1:0g",
            "X401000,2:a",
            "p",
            "pffff",
            "P0",
            "P0=00",
            "Z",
            "Z9,401000,1",
            "Z0,401000,0",
            "Z0,401000,1;X3,2201",
            "Z0,401000,1;X1,ff",
            "H",
            "Hx0",
            "Hg",
            "Hgp",
            "Hg-2",
            "T",
            "vCont",
            "vCont;",
            "vCont;q",
            "vCont;c:",
            "vCont;r1",
            "vCont;C",
            "qXfer:features:read:",
            "qXfer:features:read:target.xml:ffffff,1",
            "qXfer:features:read:x.xml:0,1",
            "QPassSignals",
            "QPassSignals:xx",
            "QNonStop:1",
            "qRcmd",
            "qRcmd,0",
            "vKill",
            "vKill;7777",
            "D;",
            "vFile:open:2f",
            "vFile:pread:0,1",
            "qThreadExtraInfo,",
            "c401000",
            "m10000000000000000,1",
            "b",
            "vFile:close:",
            "qXfer:exec-file:read:zz:0,10")) {
      assertThat(ask(packet)).as(packet).matches("E[0-9a-f]{2}");
    }
    assertThat(ask("g")).as("still alive").hasSizeGreaterThan(1000);
  }

  @Test
  void tellsOfThreadsInBothForms() {
    assertThat(ask("qC")).isEqualTo("QC1234");
    assertThat(ask("qfThreadInfo")).isEqualTo("m1234,1235");
    sayHello();
    assertThat(ask("qC")).isEqualTo("QCp1234.1234");
    assertThat(ask("qfThreadInfo")).isEqualTo("mp1234.1234,p1234.1235");
    assertThat(ask("qsThreadInfo")).isEqualTo("l");
    assertThat(ask("Tp1234.1235")).isEqualTo("OK");
    assertThat(ask("Tp1234.9")).isEqualTo("E03");
    assertThat(ask("Tp9.1235")).isEqualTo("E03");
    assertThat(ask("Hgp1234.1235")).isEqualTo("OK");
    assertThat(ask("qC")).isEqualTo("QCp1234.1235");
    assertThat(ask("Hgp0.0")).isEqualTo("OK");
    assertThat(ask("qThreadExtraInfo,p1234.1235")).isEqualTo(Hex.ofText("wait<er>: in futex"));
    assertThat(ask("qXfer:threads:read::0,1000"))
        .startsWith("l<?xml")
        .contains("<thread id=\"p1234.1235\" name=\"wait&#60;er&#62;\">in futex</thread>");
  }

  @Test
  void tellsObjectsInPartsThatFitTogether() {
    String whole = ask("qXfer:features:read:target.xml:0,10000").substring(1);
    StringBuilder parts = new StringBuilder();
    String part;
    do {
      part = ask("qXfer:features:read:target.xml:" + Hex.of(parts.length()) + ",123");
      parts.append(part.substring(1));
    } while (part.startsWith("m"));
    assertThat(parts.toString()).isEqualTo(whole);
    assertThat(part).startsWith("l");
  }

  @Test
  void readsAndWritesMemory() {
    assertThat(ask("m401000,4")).isEqualTo("48c7c000");
    assertThat(ask("x401000,2")).isEqualTo("bH\307");
    assertThat(ask("m1,4")).isEqualTo("E0e");
    assertThat(ask("m402ffe,10")).as("short").isEqualTo("0000");
    assertThat(ask("M402000,2:abcd")).isEqualTo("OK");
    assertThat(ask("X402002,1:}")).isEqualTo("OK");
    assertThat(ask("m402000,4")).isEqualTo("abcd7d00");
    assertThat(ask("X1,1:a")).isEqualTo("E0e");
    assertThat(ask("X0,0:")).isEqualTo("OK");
  }

  @Test
  void readsAndWritesRegisters() {
    assertThat(ask("p10")).isEqualTo("0010400000000000");
    assertThat(ask("P1=efcdab0000000000")).isEqualTo("OK");
    assertThat(target.machine.get(GeneralRegister.RBX)).isEqualTo(0xabcdefL);
    String all = ask("g");
    assertThat(all.substring(16, 32)).isEqualTo("efcdab0000000000");
    assertThat(ask("G" + "01" + all.substring(2))).isEqualTo("OK");
    assertThat(target.machine.get(GeneralRegister.RAX)).isEqualTo(1);
    ask("Hg1235");
    assertThat(ask("P1=0000000000000000")).isEqualTo("E.the waiter cannot be changed");
  }

  @Test
  void stopsWhereItIsTold() {
    sayHello();
    assertThat(ask("?")).startsWith("T05thread:p1234.1234;").doesNotContain("replaylog");
    assertThat(ask("vCont;s:p1234.1234;c")).startsWith("T05thread:p1234.1234;").contains("10:07");
    assertThat(ask("Z0,40100a,1")).isEqualTo("OK");
    assertThat(ask("vCont;c")).startsWith("T05swbreak:;thread:");
    assertThat(ask("z0,40100a,1")).isEqualTo("OK");
    assertThat(ask("z0,40100a,1")).as("idempotent").isEqualTo("OK");
    assertThat(ask("Z1,40100a,1")).isEqualTo("OK");
    assertThat(ask("vCont;c")).startsWith("T05hwbreak:;thread:");
    assertThat(ask("z1,40100a,1")).isEqualTo("OK");
    assertThat(ask("Z2,402000,8")).isEqualTo("OK");
    assertThat(ask("vCont;c")).startsWith("T05watch:402000;thread:");
    assertThat(ask("z2,402000,8")).isEqualTo("OK");
    assertThat(ask("Z4,402004,1")).isEqualTo("OK");
    assertThat(ask("vCont;C0b")).startsWith("T05awatch:402004;thread:");
    assertThat(ask("z4,402004,1")).isEqualTo("OK");
    assertThat(ask("c")).startsWith("T05replaylog:end;thread:");
    assertThat(ask("bs")).startsWith("T05thread:");
    assertThat(ask("bc")).startsWith("T05replaylog:begin;thread:");
  }

  @Test
  void leavesReasonsOutThatTheDebuggerDoesNotKnow() {
    ask("Z0,40100a,1");
    assertThat(ask("c")).startsWith("T05thread:1234;");
  }

  @Test
  void decidesConditions() {
    sayHello();
    // $rax == 5, twice over: never or that.
    assertThat(ask("Z0,40100a,1;X3,220027X9,260000164022051327")).isEqualTo("OK");
    assertThat(ask("vCont;c")).startsWith("T05swbreak:;");
    assertThat(target.machine.get(GeneralRegister.RAX)).isEqualTo(5);
    assertThat(ask("vCont;c")).startsWith("T05replaylog:end;");
  }

  @Test
  void tellsTheTargetHowToRun() {
    sayHello();
    ask("QPassSignals:e;14;8f");
    ask("vCont;r401000,401008:p1234.1234;t:p1234.-1");
    assertThat(target.lastRequest.passedSignals())
        .containsExactlyInAnyOrder(new Signal(14), new Signal(17));
    assertThat(target.lastRequest.syscalls()).isEqualTo(SyscallFilter.NONE);
    assertThat(target.lastRequest.actionFor(FakeTarget.LEADER))
        .isEqualTo(
            new ResumeAction.StepInRange(new TargetAddress(0x401000), new TargetAddress(0x401008)));
    assertThat(target.lastRequest.actionFor(FakeTarget.WAITER)).isEqualTo(new ResumeAction.Stay());
    ask("Hc1235");
    ask("s");
    assertThat(target.lastRequest.actionFor(FakeTarget.WAITER)).isEqualTo(new ResumeAction.Step());
    assertThat(ask("vCont;s:p1234.7")).isEqualTo("E03");
  }

  @Test
  void catchesSystemCallsAndForksWhenTheTargetCan() {
    target.capabilities =
        new TargetCapabilities(
            XsaveLayout.LEGACY,
            EnumSet.allOf(BreakpointKind.class),
            EnumSet.of(
                TargetFeature.CATCH_SYSCALLS,
                TargetFeature.FORK_EVENTS,
                TargetFeature.VFORK_EVENTS));
    session = new DebugSession(target, console::append, gate);
    sayHello();
    assertThat(ask("QCatchSyscalls:1;0;3b")).isEqualTo("OK");
    ask("s");
    assertThat(target.lastRequest.syscalls().matches(59)).isTrue();
    assertThat(target.lastRequest.syscalls().matches(1)).isFalse();
    assertThat(target.lastRequest.events()).hasSize(1);
    ask("QCatchSyscalls:1");
    ask("s");
    assertThat(target.lastRequest.syscalls()).isEqualTo(SyscallFilter.EVERY);
    ask("QCatchSyscalls:0");
    ask("s");
    assertThat(target.lastRequest.syscalls()).isEqualTo(SyscallFilter.NONE);
  }

  @Test
  void servesFiles() {
    byte[] content = "recorded\nfile}".getBytes(StandardCharsets.US_ASCII);
    target.files.put("/etc/x", content);
    String path = Hex.ofText("/etc/x");
    assertThat(ask("vFile:setfs:0")).isEqualTo("F0");
    assertThat(ask("vFile:open:" + path + ",0,0")).isEqualTo("F0");
    assertThat(ask("vFile:open:" + path + ",2,0")).isEqualTo("F-1,1e");
    assertThat(ask("vFile:open:" + Hex.ofText("/no") + ",0,0")).isEqualTo("F-1,2");
    assertThat(ask("vFile:pread:0,8,4")).isEqualTo("F8;rded\nfil");
    assertThat(ask("vFile:pread:0,8,100")).isEqualTo("F0;");
    assertThat(ask("vFile:pread:5,8,0")).isEqualTo("F-1,9");
    Reply stat = session.handle("vFile:fstat:0".getBytes(StandardCharsets.US_ASCII));
    ByteBuffer fields = ByteBuffer.wrap(stat.payload(), 4, 64).slice();
    assertThat(fields.getInt(8) & 0xf000).isEqualTo(0x8000);
    assertThat(fields.getLong(28)).isEqualTo(content.length);
    assertThat(ask("vFile:close:0")).isEqualTo("F0");
    assertThat(ask("vFile:close:0")).isEqualTo("F-1,9");
    assertThat(ask("vFile:readlink:" + Hex.ofText("/proc/self/exe")))
        .isEqualTo("F12;/recorded/counting");
    assertThat(ask("vFile:readlink:" + path)).isEqualTo("F-1,16");
    assertThat(ask("vFile:unlink:" + path)).isEqualTo("F-1,1e");
    assertThat(ask("vFile:rename:" + path)).isEmpty();
  }

  @Test
  void runsMonitorCommands() {
    assertThat(ask("qRcmd," + Hex.ofText("when"))).isEqualTo(Hex.ofText("step 0\n"));
    assertThat(ask("qRcmd," + Hex.ofText("quiet"))).isEqualTo("OK");
    assertThat(ask("qRcmd," + Hex.ofText("x"))).isEqualTo("E01");
    assertThat(console.toString()).isEqualTo("no command \"x\"\n");
  }

  @Test
  void killsDetachesAndStartsAgain() {
    sayHello();
    assertThat(ask("qAttached:1234")).isEqualTo("0");
    ask("Z0,40100a,1");
    assertThat(ask("!")).isEqualTo("OK");
    assertThat(ask("vKill;1234")).isEqualTo("OK");
    assertThat(target.breakpoints).isEmpty();
    assertThat(ask("?")).isEqualTo("W00");
    assertThat(ask("vCont;c")).isEqualTo("E03");
    assertThat(ask("qfThreadInfo")).isEqualTo("l");
    assertThat(ask("g")).startsWith("E.");
    assertThat(ask("vRun;;61")).startsWith("T05thread:p1234.1234;").contains("10:00104000");
    assertThat(ask("R00")).isEqualTo("(no reply)");
    assertThat(ask("D;1234")).isEqualTo("OK");
  }

  @Test
  void leavesNothingInTheTargetWhenItEnds() {
    ask("Z0,40100a,1");
    ask("Z2,402000,8");
    assertThat(target.breakpoints).hasSize(2);
    session.end();
    assertThat(target.breakpoints).isEmpty();
  }

  @Test
  void anInterruptReachesTheRunThatWaitsButNoLaterOne() {
    sayHello();
    gate.packetArrived();
    gate.interrupt();
    assertThat(ask("vCont;c")).startsWith("T02thread:");
    gate.packetDone();
    gate.interrupt();
    gate.packetArrived();
    assertThat(ask("vCont;c")).startsWith("T05replaylog:end;");
    gate.packetDone();
  }

  @Test
  void tellsOfEveryKindOfStop() {
    sayHello();
    ThreadId one = FakeTarget.LEADER;
    TargetAddress address = new TargetAddress(0xffff_ffff_8000_0010L);
    Map<StopEvent, String> told = new LinkedHashMap<>();
    told.put(new StopEvent.AtBreakpoint(one, BreakpointKind.SOFTWARE), "T05swbreak:;");
    told.put(new StopEvent.AtBreakpoint(one, BreakpointKind.HARDWARE), "T05hwbreak:;");
    told.put(
        new StopEvent.AtWatchpoint(one, BreakpointKind.WRITE, address),
        "T05watch:ffffffff80000010;");
    told.put(
        new StopEvent.AtWatchpoint(one, BreakpointKind.READ, address),
        "T05rwatch:ffffffff80000010;");
    told.put(
        new StopEvent.AtWatchpoint(one, BreakpointKind.ACCESS, address),
        "T05awatch:ffffffff80000010;");
    told.put(new StopEvent.Stepped(one), "T05");
    told.put(new StopEvent.Signalled(one, new Signal(7)), "T0a");
    told.put(new StopEvent.Interrupted(one), "T02");
    told.put(new StopEvent.HistoryBegin(one), "T05replaylog:begin;");
    told.put(new StopEvent.HistoryEnd(one), "T05replaylog:end;");
    told.put(new StopEvent.Forked(one, new ThreadId(32, 33)), "T05fork:p20.21;");
    told.put(new StopEvent.Vforked(one, new ThreadId(32, 33)), "T05vfork:p20.21;");
    told.put(new StopEvent.VforkDone(one), "T05vforkdone:;");
    told.put(new StopEvent.Executed(one, "/a"), "T05exec:2f61;");
    told.put(new StopEvent.SyscallEntry(one, 59), "T05syscall_entry:3b;");
    told.put(new StopEvent.SyscallReturn(one, 59), "T05syscall_return:3b;");
    told.forEach(
        (stop, text) -> {
          target.scripted = Optional.of(stop);
          assertThat(ask("c")).startsWith(text + "thread:p1234.1234;06:");
        });
    Map<StopEvent, String> whole = new LinkedHashMap<>();
    whole.put(new StopEvent.Exited(one.process(), 3), "W03;process:1234");
    whole.put(new StopEvent.Killed(one.process(), new Signal(9)), "X09;process:1234");
    whole.put(new StopEvent.NoneResumed(), "N");
    whole.forEach(
        (stop, text) -> {
          target.scripted = Optional.of(stop);
          assertThat(ask("c")).isEqualTo(text);
        });
    Set<Class<?>> covered = new HashSet<>();
    told.keySet().forEach(stop -> covered.add(stop.getClass()));
    whole.keySet().forEach(stop -> covered.add(stop.getClass()));
    assertThat(covered).isEqualTo(kindsOf(StopEvent.class));
  }

  private static Set<Class<?>> kindsOf(Class<?> sealed) {
    Set<Class<?>> kinds = new HashSet<>();
    for (Class<?> kind : sealed.getPermittedSubclasses()) {
      kinds.addAll(kind.isSealed() ? kindsOf(kind) : Set.of(kind));
    }
    return kinds;
  }

  @Test
  void aRunThatFailsSaysWhyAndWhereItStands() {
    sayHello();
    target.failure = Optional.of(new TargetException(Errno.EIO, "replay diverged at event 7"));
    assertThat(ask("vCont;c")).startsWith("T05");
    assertThat(console.toString()).isEqualTo("replay diverged at event 7\n");
  }

  @Test
  void listsLibraries() {
    target.capabilities =
        new TargetCapabilities(XsaveLayout.LEGACY, Set.of(), Set.of(TargetFeature.LIBRARIES));
    assertThat(ask("qXfer:libraries-svr4:read::0,1000"))
        .contains("main-lm=\"0x10\"")
        .contains(
            "<library name=\"/lib/a&#38;b.so\" lm=\"0x20\" l_addr=\"0x7f0000000000\""
                + " l_ld=\"0x7f0000001000\" lmid=\"0x0\"/>");
  }
}
