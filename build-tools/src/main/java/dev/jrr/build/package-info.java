/**
 * Tools that run while jrr is built and are in no jar of its own. {@link
 * dev.jrr.build.DistributionBuilder} makes {@code cli/target/dist}, from which {@code ./jrr}
 * starts: one jar of everything, its native libraries, and the JVM's class-data archive.
 *
 * <p>Why one jar, rewritten: a class file below version 50 is left out of a class-data archive, and
 * several libraries ship such files; loading and verifying them at each start costs more than all
 * of jrr's own start-up. The same goes for what the JVM makes at run time: lambdas ({@link
 * dev.jrr.build.LambdaClasses}) and the methods of records ({@link dev.jrr.build.RecordMethods}).
 */
@org.jspecify.annotations.NullMarked
package dev.jrr.build;
