package dev.jrr.tracee.syscalls;

/** What {@link SyscallTable#resolve} answers. */
public sealed interface Resolved permits Call, Unknown {}
