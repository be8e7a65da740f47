/**
 * The whole of jrr against programs: each is run natively, recorded, and replayed, and what it
 * printed and how it ended must be the same every time.
 *
 * <p>{@code src/main/c} holds small programs, one behaviour each ({@link
 * dev.jrr.programs.ProgramsTest}); {@code real/} holds scripts for real ones ({@link
 * dev.jrr.programs.RealProgramsTest}). {@code src/main/c/threads} and the second table of real
 * programs are those with threads, signals at any instruction and several processes ({@link
 * dev.jrr.programs.ThreadProgramsTest}, {@link dev.jrr.programs.RealThreadedProgramsTest}); {@code
 * src/main/c/races} are programs with a bug that {@code --chaos} must find ({@link
 * dev.jrr.programs.RacesTest}). {@link dev.jrr.programs.BadInputTest} and {@link
 * dev.jrr.programs.KilledRecorderTest} hold what jrr does when it is given what it cannot use.
 * {@link dev.jrr.programs.GdbReplayTest} has stock gdb on replays, {@link
 * dev.jrr.programs.DivergenceTest} traces that are whole and say something false. {@link
 * dev.jrr.programs.ConfinedProgramsTest} runs some of the programs as in a container; {@code
 * -Djrr.surroundings=NAME} (see {@link dev.jrr.programs.Surroundings}) does that with all.
 *
 * <p>Everything here starts real processes; nothing is faked. Start at {@link
 * dev.jrr.programs.RoundTrip}. A test that fails leaves its sandbox under {@code target/sandboxes}
 * and its traces under {@code target/traces}.
 *
 * <p>Settings: {@code -Djrr.command=PATH}, {@code -Drepeat=N}, {@code -Dprogram=REGEX}, {@code
 * -Dreal=REGEX} (rows by name or tag), {@code -Dseed=N}, {@code -Djrr.surroundings=NAME}.
 */
@NullMarked
package dev.jrr.programs;

import org.jspecify.annotations.NullMarked;
