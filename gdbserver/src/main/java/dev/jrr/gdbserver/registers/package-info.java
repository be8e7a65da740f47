/**
 * The registers of x86-64 as gdb numbers and names them, and where each lies in a {@link
 * dev.jrr.gdbserver.target.RegisterFile}. One table, {@link
 * dev.jrr.gdbserver.registers.RegisterTable}, is read by everyone: the target description sent to
 * gdb is generated from it, and so are the {@code g}, {@code p} and {@code P} packets and the
 * registers that conditions see. A register's number is its place in the table, because gdb numbers
 * registers in the order of the description.
 *
 * <p>Names, features and types follow gdb's manual, "Target Descriptions", "i386 Features"; the
 * layout behind them is the processor's XSAVE standard format (Intel SDM volume 1, chapter 13).
 */
@org.jspecify.annotations.NullMarked
package dev.jrr.gdbserver.registers;
