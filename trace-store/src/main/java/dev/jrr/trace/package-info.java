/**
 * What a trace is: frames, their effects, and how they lie on disk. Knows no ptrace and imports
 * nothing else of jrr. Start at {@link dev.jrr.trace.Frame}; {@code FORMAT.md} beside the module
 * has the grammar of the files.
 *
 * <p><b>Rooms.</b> The model: {@link dev.jrr.trace.Frame}, {@link dev.jrr.trace.Effect}, {@link
 * dev.jrr.trace.RegisterSet}, {@link dev.jrr.trace.ObjectId}, {@link dev.jrr.trace.TraceHeader},
 * {@link dev.jrr.trace.TraceEnd}. Its coding: FrameCodec (the table of kinds), FrameCoders,
 * EffectCoders, FrameOutput, FrameInput. Layouts: the Descriptor classes. Writing: {@link
 * dev.jrr.trace.TraceWriter}, then StreamWriter and ChunkAppender. Reading: {@link
 * dev.jrr.trace.TraceReader}, {@link dev.jrr.trace.FrameCursor} and, on a thread of its own, {@link
 * dev.jrr.trace.FramesAhead}, then ChunkScanner, DataStream and ChunkIndex. Around traces: {@link
 * dev.jrr.trace.ObjectStore}, {@link dev.jrr.trace.IdentityCache}, {@link
 * dev.jrr.trace.ResolvedPoints}, {@link dev.jrr.trace.TraceDirectories}. Errors: {@link
 * dev.jrr.trace.TraceException}.
 *
 * <p><b>Invariants.</b> What is on disk is a valid trace at every instant: chunks are appended
 * whole, data before the frames that refer to them, and END last. A frame is given as it was
 * written or not at all. Nothing that is read from a file is believed before its checksum is right,
 * and no length before it is bounded. A reader writes nothing, and opens only the names that the
 * format has, never a path from within a trace, never through a link.
 *
 * <p><b>Threads.</b> The tracer thread only queues frames, which costs it about a third of a
 * microsecond (encoding would cost it most in short recordings, where it is not compiled yet). One
 * writer thread per trace encodes, compresses and appends. Cursors belong to one thread each; for a
 * replay that is one that reads ahead, while the tracer thread and the tracees have a CPU to
 * themselves.
 *
 * <p><b>Start-up.</b> Recording {@code true} takes a tenth of a second, so what runs before the
 * first frame avoids what is slow to load: lambdas, regular expressions, ProcessHandle,
 * SecureRandom. Kryo and zstd are loaded by the writer thread meanwhile.
 *
 * <p><b>Other than designed.</b> Objects are copied, not reflinked: the JDK has no FICLONE and this
 * module makes no native calls. Nothing is synced to the device: what is promised is to survive a
 * kill; after a power cut a trace is read up to its first damage.
 */
@org.jspecify.annotations.NullMarked
package dev.jrr.trace;
