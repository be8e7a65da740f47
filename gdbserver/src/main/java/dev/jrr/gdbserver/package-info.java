/** The gdb remote server. */
@org.jspecify.annotations.NullMarked
package dev.jrr.gdbserver;
