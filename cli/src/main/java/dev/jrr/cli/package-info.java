/**
 * The {@code jrr} command: it wires the other modules together and owns all text that users read.
 *
 * <p>Start at {@link dev.jrr.cli.Main}. Each command is a {@link dev.jrr.cli.Command}: its options
 * and help are data ({@link dev.jrr.cli.Option}), which two parsers read. {@link
 * dev.jrr.cli.PlainParser} takes the usual command lines at no cost; whatever it does not take
 * (help, mistakes, unusual forms) goes to {@link dev.jrr.cli.PicocliParser}, and picocli is loaded
 * only then. It would be a third of the start of {@code jrr record} otherwise.
 *
 * <p>Errors: {@link dev.jrr.cli.ErrorCode} is the table of all of them, {@code docs/ERRORS.md} its
 * print-out; {@link dev.jrr.cli.ErrorReport} turns any exception into three lines and an exit
 * status. Output goes through {@link dev.jrr.cli.Output}, so that a full disk or a closed pipe is
 * an error and not silence.
 */
@org.jspecify.annotations.NullMarked
package dev.jrr.cli;
