package dev.jrr.build;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the folder that {@code ./jrr} starts from:
 *
 * <pre>
 * jrr.jar     everything, one class path entry
 * jrr.jsa     the class-data archive that goes with the jar and the JVM
 * native/     native libraries, and the program that becomes the tracee
 * java.conf   the JVM and its flags, as bash assignments
 * stamp       empty; its time is when the build began: any source newer than it makes jrr stale
 * </pre>
 */
public final class DistributionBuilder {
  private static final String MAIN_CLASS = "dev.jrr.cli.Main";

  private DistributionBuilder() {}

  /**
   * Builds from this process's own class path, without the build tools.
   *
   * @param arguments the folder to make, the folder of programs built for the tracee, and when the
   *     build began in ISO-8601
   */
  public static void main(String[] arguments) throws Exception {
    Path distribution = Path.of(arguments[0]).toAbsolutePath();
    Path programs = Path.of(arguments[1]);
    Instant began = Instant.parse(arguments[2]);
    Files.createDirectories(distribution);
    Path stamp = distribution.resolve("stamp");
    // Until the new stamp is there the folder counts as stale: an interrupted build is redone.
    Files.deleteIfExists(stamp);

    List<Path> classPath = runtimeClassPath();
    Path libraries = distribution.resolve("native");
    NativeLibraries.extract(classPath, libraries);
    copyPrograms(programs, libraries);
    Path jar = distribution.resolve("jrr.jar");
    JarMerger merger = new JarMerger();
    for (Path element : classPath) {
      merger.add(element);
    }
    merger.replace(JffiLoader.ENTRY, JffiLoader.classFile());
    int lambdas = merger.flattenLambdas();
    merger.writeRecordMethods();
    Path fresh = distribution.resolve("jrr.jar.new");
    merger.write(fresh, MAIN_CLASS);
    // A jrr that is running has the old jar open: replace the name, never the contents.
    Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);

    JavaRuntime runtime = JavaRuntime.current();
    writeConfiguration(distribution, runtime);
    writeArchive(distribution, runtime, jar);
    Files.createFile(stamp);
    Files.setLastModifiedTime(stamp, FileTime.from(began));
    System.out.printf(
        "jrr.jar: %d entries, %d old classes and %d lambdas rewritten, %d KiB; jrr.jsa: %d KiB%n",
        merger.names().size(),
        merger.upgraded(),
        lambdas,
        Files.size(jar) / 1024,
        Files.size(distribution.resolve("jrr.jsa")) / 1024);
  }

  private static List<Path> runtimeClassPath() throws URISyntaxException {
    Path own =
        Path.of(
            DistributionBuilder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(Files::exists)
        .filter(element -> !element.toAbsolutePath().equals(own))
        .toList();
  }

  private static void copyPrograms(Path programs, Path target) throws IOException {
    if (!Files.isDirectory(programs)) {
      throw new IOException("no folder " + programs + ": syscallbuf-preload was not built");
    }
    try (Stream<Path> files = Files.list(programs)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        // A recording may be running the old one: replace the name, never the contents.
        Path fresh = target.resolve(file.getFileName() + ".new");
        Files.copy(
            file, fresh, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(fresh, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void writeConfiguration(Path distribution, JavaRuntime runtime)
      throws IOException {
    String flags =
        runtime.flags(distribution).stream()
            .map(DistributionBuilder::quoted)
            .collect(Collectors.joining(" "));
    Files.writeString(
        distribution.resolve("java.conf"),
        "__jrr_home="
            + quoted(distribution.toString())
            + "\n__jrr_java="
            + quoted(runtime.java().toString())
            + "\n__jrr_flags=("
            + flags
            + ")\n");
  }

  /** As one word of a shell. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static void writeArchive(Path distribution, JavaRuntime runtime, Path jar)
      throws IOException, InterruptedException {
    Path archive = distribution.resolve("jrr.jsa");
    Files.deleteIfExists(archive);
    Path work = Files.createTempDirectory("jrr-training");
    new ClassDataArchive(runtime, distribution, jar, work, MAIN_CLASS).write(archive);
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
