/**
 * Records one run. {@link dev.jrr.recorder.RecordSession} owns the tasks and runs one of them at a
 * time; what a stop means is said by one class a subject: {@link dev.jrr.recorder.SyscallRecorder}
 * and the {@link dev.jrr.recorder.SpecialCall}s, {@link dev.jrr.recorder.SignalRecorder}, {@link
 * dev.jrr.recorder.InstructionRecorder}, {@link dev.jrr.recorder.ExecRecorder}.
 *
 * <p>{@link dev.jrr.recorder.Scheduler} says whose turn it is, by a {@link
 * dev.jrr.recorder.SchedulingPolicy}. Whoever wakes another keeps the turn, other than under a
 * kernel, as a switch costs more here; {@link dev.jrr.recorder.Starvation} and {@link
 * dev.jrr.recorder.SpinWatch} tell where a task does not get on for that.
 *
 * <p>{@link dev.jrr.recorder.AsyncRecorder} names the words that a task changes by two plain looks
 * at its memory ({@link dev.jrr.tracee.ChangeWindow}) at every async point, and where it has
 * written more than those can take, by a copy-on-write copy of it ({@link
 * dev.jrr.recorder.MemoryHabits}). The design has write protection by userfaultfd for tasks that
 * had an ambiguous point. Containers refuse that, it does not say which words of a page changed,
 * and at recording nobody knows what is ambiguous.
 *
 * <p>{@link dev.jrr.recorder.Buffering} is the syscall buffer's end here: what the hook wrote down
 * becomes a {@link dev.jrr.trace.Frame.Records} right before the task's next frame, and a task is
 * brought out of the hook before it is given a signal or loses its turn. {@link
 * dev.jrr.recorder.SyscallPatcher} makes stubs, where a call is trapped the third time or, from
 * what {@link dev.jrr.recorder.HotPlaces} has of earlier processes and recordings, when code is
 * mapped: of each file what may be patched and how, of each program which of that it uses. Under a
 * filter of the program's own only those calls are buffered that it lets pass ({@link
 * dev.jrr.recorder.OwnFilters}).
 *
 * <p>Invariant: between two of its frames a task is a deterministic function of its registers and
 * memory, so whatever else changes them is in a frame. Everything runs on the tracer thread.
 *
 * <p>Under a seccomp filter from outside, which container engines install, a call that this filter
 * refuses would never make a trace stop of jrr's own filter: of all verdicts the trace stop is
 * among the weakest. There jrr installs no filter, and PTRACE_SYSCALL sees every call before any
 * verdict ({@link dev.jrr.tracee.Confinement}); it costs the same two stops a call. Without
 * privileges jrr's own filter makes the launcher promise to gain none by exec (no_new_privs): what
 * the program asks of that, and of being dumpable, is answered by the recorder.
 */
@org.jspecify.annotations.NullMarked
package dev.jrr.recorder;
