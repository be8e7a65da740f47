/**
 * What a trace is: frames, their effects, and how they lie on disk. Knows no ptrace and imports
 * nothing else of jrr. Start at {@link dev.jrr.trace.Frame}.
 */
@org.jspecify.annotations.NullMarked
package dev.jrr.trace;
