package dev.jrr.tracee.syscalls;

/** Bytes that must be stored at {@code address}, in scratch, before a redirected call is made. */
public record Prewrite(long address, byte[] bytes) {}
