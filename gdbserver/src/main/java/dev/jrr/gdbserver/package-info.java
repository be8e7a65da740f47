/**
 * The gdb remote server: what stock gdb connects to in order to debug a recording.
 *
 * <h2>The protocol in one screen</h2>
 *
 * gdb and a server exchange packets of printable text (gdb's manual, appendix "Remote Protocol").
 * gdb asks, the server answers, one question at a time; the one thing that may come in between is
 * the byte 0x03, by which the user wants the running program to stop. A session begins with {@code
 * qSupported}, in which each side says what it can, then gdb asks why the program stands where it
 * stands ({@code ?}), reads the description of the registers, the list of threads, the program's
 * path and, when it has not got it, the file itself. From then on it reads registers and memory,
 * inserts breakpoints right before each run ({@code Z}), runs ({@code vCont}) and waits for the
 * stop ({@code T05...}), and removes them again ({@code z}). What a server does not know it answers
 * with an empty packet, and gdb does without; so a server can be small, and this one tells gdb only
 * of what its {@link dev.jrr.gdbserver.target.Target} says that it can do.
 *
 * <h2>Where a recording differs from a program</h2>
 *
 * <ul>
 *   <li><b>Signals are not taken.</b> gdb hands back the signal that it was told of ({@code C0b});
 *       it is read and dropped, because what was recorded is delivered anyway and nothing else may
 *       be.
 *   <li><b>The end is not an exit.</b> Running into either end of the recording stops with {@code
 *       replaylog:begin} or {@code replaylog:end}; an exit is told only when the target says so.
 *       For {@code ?} and {@code vRun} the ends are left out, or gdb would announce them as it
 *       connects.
 *   <li><b>{@code vRun} and {@code R} start the recording again</b>, whatever program or arguments
 *       they name.
 *   <li><b>Writes may be refused</b>, with a text that gdb shows for registers ({@code E.text});
 *       and resuming at another address ({@code c ADDR}) always is.
 *   <li><b>Conditions are decided here</b>, never in gdb ({@link dev.jrr.gdbserver.agent}). One
 *       that cannot be decided stops.
 *   <li><b>Only all-stop.</b> {@code QNonStop:1} is an error: a recording has one point in time.
 *   <li><b>Files come from the trace</b> ({@code vFile}), can only be read, and are those of the
 *       time of recording.
 *   <li>A run that fails, as by a divergence, prints why in gdb's console and stops where it is.
 *   <li>{@code x} answers as gdb 16's "binary-upload" wants it; {@code qXfer:...:write},
 *       tracepoints, {@code vAttach}, and breakpoint commands are unknown here.
 * </ul>
 *
 * <h2>Rooms</h2>
 *
 * <pre>
 * target/     what is debugged: the interface, and the values that it speaks in
 * protocol/   packets as bytes: framing, escapes, numbers, ids        knows target's values
 * registers/  gdb's registers, their description, where they lie      knows target's values
 * agent/      conditions                                              knows registers, target
 * session/    what each packet means, one table                       knows all of these
 * (here)      sockets and threads                                     knows all of these
 * </pre>
 *
 * <h2>Threads, and the invariant</h2>
 *
 * Everything that touches the target happens on the target thread, which the caller owns and passes
 * as an executor: a tracer must be one thread. Netty's thread decodes, acknowledges and delivers
 * interrupts; it never waits for the target thread, nor does that wait for it. Nothing that comes
 * in, however broken, does more than get an error for an answer or have its connection closed; the
 * server's memory is bounded by one packet being read and {@link
 * dev.jrr.gdbserver.DebuggerConnection#MOST_WAITING_BYTES} waiting.
 *
 * <p>The protocol has no passwords, and whoever connects sees all that the program saw. So the
 * server listens on the loopback interface, where it lets in root and its own user only, or on a
 * Unix socket of mode 0600; any other address has to be asked for and comes with a warning.
 *
 * <p>Start at {@link dev.jrr.gdbserver.GdbServer}, then {@code session.PacketTable}.
 */
@org.jspecify.annotations.NullMarked
package dev.jrr.gdbserver;
