/**
 * {@code jrr doctor}: what this machine lacks for recording and replaying, and the command that
 * mends it. Each {@link dev.jrr.cli.doctor.Check} tries the thing itself, as far as that does no
 * harm, rather than reading a setting that is said to rule it. {@link dev.jrr.cli.doctor.Checks}
 * lists them.
 */
@org.jspecify.annotations.NullMarked
package dev.jrr.cli.doctor;
