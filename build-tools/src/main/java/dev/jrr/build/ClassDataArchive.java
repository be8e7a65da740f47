package dev.jrr.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Makes the JVM's class-data archive (JEP 310) of jrr's own classes, as the first one that is not
 * there costs a run the opening of the jar, and of others that representative commands load. A
 * command that fails, as {@code record} does where ptrace is forbidden, adds what it had loaded by
 * then; so the archive is always made, and at worst is smaller.
 */
final class ClassDataArchive {
  private static final long COMMAND_LIMIT_SECONDS = 60;

  private static final String OWN = "dev/jrr/";
  private static final String CLASS = ".class";

  /** A shell that computes while signals come: async points. */
  private static final String INTERRUPTED =
      "trap 'n=$n.' USR1; (for i in 1 2 3; do sleep 0.02; kill -USR1 $$; done) &"
          + " while [ ${#n} -lt 3 ]; do :; done; echo done";

  private final JavaRuntime runtime;
  private final Path distribution;
  private final Path jar;
  private final Path work;
  private final String mainClass;

  /**
   * @param work an empty folder for traces and lists, which the caller deletes
   */
  ClassDataArchive(JavaRuntime runtime, Path distribution, Path jar, Path work, String mainClass) {
    this.runtime = runtime;
    this.distribution = distribution;
    this.jar = jar;
    this.work = work;
    this.mainClass = mainClass;
  }

  /** The commands run to learn which classes jrr loads; each is a start of its own. */
  private List<List<String>> commands() {
    String trace = work.resolve("traces/training").toString();
    String listing = work.resolve("traces/listing").toString();
    String threads = work.resolve("traces/threads").toString();
    String signals = work.resolve("traces/signals").toString();
    String again = work.resolve("traces/again").toString();
    String reading = work.resolve("traces/reading").toString();
    // A large file, of which the third recording names what it reads.
    List<String> read = List.of("record", "--", "/usr/bin/cksum", jar.toString());
    return List.of(
        List.of("record", "-o", trace, "--", "/bin/true"),
        List.of("record", "--", "/bin/sh", "-c", "/bin/true; echo training; kill -CHLD $$"),
        List.of("record", "-o", listing, "--", "/bin/ls", "-l", "/etc"),
        List.of("record", "-o", threads, "--", runtime.java().toString(), "-version"),
        List.of("record", "-o", signals, "--", "/bin/sh", "-c", INTERRUPTED),
        read,
        read,
        List.of("record", "-o", reading, "--", "/usr/bin/cksum", jar.toString()),
        // By now the cache knows places that get hot.
        List.of("record", "-o", again, "--", "/bin/true"),
        List.of("replay", "-a", trace),
        List.of("replay", "-a", listing),
        List.of("replay", "-a", threads),
        List.of("replay", "-a", signals),
        List.of("replay", "-a", reading),
        List.of("replay", "-a", again),
        List.of("ps", trace),
        List.of("info", trace),
        List.of("dump", trace),
        List.of("verify", trace),
        List.of("ls"),
        List.of("--version"));
  }

  /** Writes the archive, replacing one that is there. */
  void write(Path archive) throws IOException, InterruptedException {
    Files.createDirectories(work.resolve("traces"));
    Set<String> classes = new LinkedHashSet<>();
    int number = 0;
    for (List<String> command : commands()) {
      Path list = work.resolve("classes." + number++);
      run(List.of("-XX:DumpLoadedClassList=" + list), command);
      if (Files.exists(list)) {
        try (Stream<String> lines = Files.lines(list)) {
          lines.map(ClassDataArchive::portable).filter(l -> !l.isEmpty()).forEach(classes::add);
        }
      }
    }
    classes.addAll(ownClasses());
    Path list = work.resolve("classes");
    Files.write(list, classes);
    Path fresh = work.resolve("jrr.jsa");
    int status =
        run(
            List.of(
                "-Xmx256m",
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + fresh),
            List.of());
    if (status != 0 || !Files.exists(fresh)) {
      throw new IOException("the JVM made no class-data archive; see " + work.resolve("log"));
    }
    Files.move(fresh, archive, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private List<String> ownClasses() throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith(OWN) && name.endsWith(CLASS))
          .map(name -> name.substring(0, name.length() - CLASS.length()))
          .toList();
    }
  }

  /**
   * A line of a class list without the ids, which are of one process only; empty for a class of a
   * loader that is not built in, which has no meaning without ids.
   */
  static String portable(String line) {
    if (line.startsWith("#") || line.contains(" source: ")) {
      return "";
    }
    return line.startsWith("@") ? line : line.replaceFirst(" id: \\d+.*", "");
  }

  private int run(List<String> options, List<String> command)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(runtime.java().toString());
    line.addAll(runtime.flags(distribution));
    line.addAll(options);
    line.addAll(List.of("-cp", jar.toString()));
    if (!command.isEmpty()) {
      line.add(mainClass);
      line.addAll(command);
    }
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("JRR_TRACE_DIR", work.resolve("traces").toString());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(work.resolve("log").toFile()));
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    Process process = builder.start();
    if (!process.waitFor(COMMAND_LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      return -1;
    }
    return process.exitValue();
  }
}
