/**
 * Replays a recording exactly. {@link dev.jrr.replayer.ReplaySession} is the loop: run the next
 * frame's task to the frame's place, check, apply its effects ({@link
 * dev.jrr.replayer.EffectApplier}), which a {@link dev.jrr.replayer.CallList} makes of calls.
 * {@link dev.jrr.replayer.BufferedCalls} is what a task does by itself, of records. {@link
 * dev.jrr.replayer.ReplayTarget} shows a session to gdb: {@link dev.jrr.replayer.StopPoints} are
 * its breakpoints, {@link dev.jrr.replayer.Sysroot} and {@link dev.jrr.replayer.TargetFiles} the
 * program's files, {@link dev.jrr.replayer.Interrupts} its Ctrl-C. {@link
 * dev.jrr.replayer.GoingBack} takes other visits of async points where a replay differs, from a
 * {@link dev.jrr.replayer.Checkpoint}. {@link dev.jrr.replayer.Diagnosis} makes the report on a
 * divergence.
 *
 * <p>Where a task was stopped in mid-computation, {@link dev.jrr.replayer.AsyncSearch} finds the
 * visit again: {@link dev.jrr.replayer.PointCondition} is what tells it from others, {@link
 * dev.jrr.replayer.SitePatch} what stands at its place meanwhile.
 *
 * <p>Invariant: nothing of the machine reaches a replayed task but through a frame. Tasks have no
 * descriptors, take no signals and make no calls of their own. Whatever differs from the recording
 * is a {@link dev.jrr.replayer.DivergenceException}. Everything runs on the tracer thread.
 */
@org.jspecify.annotations.NullMarked
package dev.jrr.replayer;
