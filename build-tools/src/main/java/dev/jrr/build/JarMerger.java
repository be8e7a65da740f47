package dev.jrr.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Merges the jars and class folders of a class path into one jar: multi-release classes are settled
 * for Java {@value #RELEASE}, service files are joined, old class files are rewritten, native
 * libraries and signatures are left out. Two different classes of one name are an error.
 */
final class JarMerger {
  /** The Java release whose variant of a multi-release class is taken. */
  static final int RELEASE = 17;

  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/(\\d+)/(.+)");
  private static final Pattern NATIVE = Pattern.compile(".*\\.(so|dll|dylib|jnilib|a|lib)");
  private static final Pattern DROPPED =
      Pattern.compile(
          "META-INF/(MANIFEST\\.MF|INDEX\\.LIST|[^/]+\\.(SF|RSA|DSA|EC)|maven/.*|proguard/.*"
              + "|native-image/.*)|(.*/)?module-info\\.class|META-INF/versions/.*");
  private static final Pattern LEGAL =
      Pattern.compile("(META-INF/)?(LICEN[CS]E|NOTICE|AL2\\.0|LGPL2\\.1)[^/]*");

  /** Entries of the jar by name, in the order that they are written. */
  private final TreeMap<String, byte[]> entries = new TreeMap<>();

  /** For each versioned class taken, its release. */
  private final Map<String, Integer> versions = new HashMap<>();

  /** Where each class came from, for the error message. */
  private final Map<String, Path> origins = new HashMap<>();

  private int upgraded;

  /** Adds everything in a jar or a folder of classes. */
  void add(Path element) throws IOException {
    if (Files.isDirectory(element)) {
      try (Stream<Path> files = Files.walk(element)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          add(element, element.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
      return;
    }
    try (JarFile jar = new JarFile(element.toFile())) {
      for (JarEntry entry : jar.stream().filter(e -> !e.isDirectory()).toList()) {
        try (var stream = jar.getInputStream(entry)) {
          add(element, entry.getName(), stream.readAllBytes());
        }
      }
    }
  }

  private void add(Path origin, String path, byte[] contents) throws IOException {
    Matcher versioned = VERSIONED.matcher(path);
    if (versioned.matches()) {
      int release = Integer.parseInt(versioned.group(1));
      String name = versioned.group(2);
      if (release <= RELEASE
          && release > versions.getOrDefault(name, 0)
          && !DROPPED.matcher(name).matches()) {
        versions.put(name, release);
        entries.put(name, contents);
      }
      return;
    }
    if (DROPPED.matcher(path).matches() || NATIVE.matcher(path).matches()) {
      return;
    }
    if (LEGAL.matcher(path).matches()) {
      String name = path.substring(path.lastIndexOf('/') + 1);
      entries.put("META-INF/licenses/" + origin.getFileName() + "/" + name, contents);
    } else if (path.startsWith("META-INF/services/")) {
      entries.merge(path, contents, JarMerger::joinLines);
    } else if (!versions.containsKey(path)) {
      putOnce(origin, path, contents);
    }
  }

  private void putOnce(Path origin, String path, byte[] contents) throws IOException {
    byte[] present = entries.putIfAbsent(path, contents);
    if (present == null) {
      origins.put(path, origin);
    } else if (path.endsWith(".class") && !Arrays.equals(present, contents)) {
      throw new IOException(
          path + " is in both " + origins.get(path) + " and " + origin + ", and they differ");
    }
  }

  private static byte[] joinLines(byte[] first, byte[] second) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(first);
    joined.write('\n');
    joined.writeBytes(second);
    return joined.toByteArray();
  }

  /** Puts {@code contents} in the place of an entry that must be there. */
  void replace(String path, byte[] contents) throws IOException {
    if (entries.replace(path, contents) == null) {
      throw new IOException("no jar has " + path);
    }
  }

  /** Turns the lambdas of our own classes into ordinary classes; answers how many. */
  int flattenLambdas() {
    return LambdaClasses.rewrite(entries, "dev/jrr/");
  }

  /** Gives our own records methods that need no bootstrap. */
  void writeRecordMethods() {
    RecordMethods.rewrite(entries, "dev/jrr/");
  }

  /** How many classes {@link #write} has rewritten. */
  int upgraded() {
    return upgraded;
  }

  /**
   * Writes the jar, its entries uncompressed: the archive holds most classes anyway, and the rest
   * need not be inflated. The same input gives the same bytes.
   */
  void write(Path jar, String mainClass) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
    ClassUpgrader upgrader = new ClassUpgrader(entries);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.setLevel(java.util.zip.Deflater.NO_COMPRESSION);
      putEntry(out, JarFile.MANIFEST_NAME, bytesOf(manifest));
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        byte[] contents = entry.getValue();
        if (entry.getKey().endsWith(".class")) {
          byte[] raised = upgrader.upgrade(contents);
          upgraded += raised == contents ? 0 : 1;
          contents = raised;
        }
        putEntry(out, entry.getKey(), contents);
      }
    }
  }

  private static byte[] bytesOf(Manifest manifest) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    return bytes.toByteArray();
  }

  private static void putEntry(JarOutputStream out, String name, byte[] contents)
      throws IOException {
    JarEntry entry = new JarEntry(name);
    // 1980-01-01, the zip format's own zero, so that equal input gives equal bytes.
    entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
    out.putNextEntry(entry);
    out.write(contents);
    out.closeEntry();
  }

  /** The names of the entries, for tests. */
  List<String> names() {
    return List.copyOf(entries.keySet());
  }
}
