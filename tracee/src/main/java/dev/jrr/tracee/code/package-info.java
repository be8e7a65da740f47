/**
 * Machine code: read it ({@link dev.jrr.tracee.code.Disassembler}, over Capstone) and find in a
 * file the instructions whose result the machine makes up and no kernel can trap ({@link
 * dev.jrr.tracee.code.TrapSites}). Start at those two. Nothing here changes a tracee.
 *
 * <p>And write it: a {@link dev.jrr.tracee.code.ConditionStub} compares the state of a task in the
 * task itself. A jump to it replaces a {@link dev.jrr.tracee.code.PatchGroup} of instructions,
 * which the {@link dev.jrr.tracee.code.Relocator} moves; {@link dev.jrr.tracee.code.JumpPlace}
 * chooses where it leads, so that nobody who jumps among them goes astray.
 *
 * <p>The invariant: never wrong about where an instruction begins or ends. What Capstone is known
 * to get wrong is put right or answered as undecodable ({@link dev.jrr.tracee.code.Corrections}),
 * and what is undecodable must not be patched.
 *
 * <p>Capstone is loaded when the first {@link dev.jrr.tracee.code.Disassembler} is opened, never
 * before: most recordings need none. A disassembler belongs to the thread that opened it; the
 * {@link dev.jrr.tracee.code.Instruction}s it answers are values that anybody may read.
 */
@org.jspecify.annotations.NullMarked
package dev.jrr.tracee.code;
