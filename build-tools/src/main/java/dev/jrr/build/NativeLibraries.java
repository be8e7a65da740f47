package dev.jrr.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * The native libraries that jrr's jars carry for Linux x86-64, taken out of them once when jrr is
 * built; at each start it would cost 24 ms.
 */
final class NativeLibraries {
  /** One library: where its jar keeps it, and the file it becomes. */
  private record Library(Pattern entry, String file) {}

  private static final List<Library> LIBRARIES =
      List.of(
          new Library(Pattern.compile("jni/x86_64-Linux/libjffi-[0-9.]+\\.so"), ""),
          new Library(
              Pattern.compile("linux/amd64/libzstd-jni-[^/]+\\.so"), "libzstd-jni.so"));

  private NativeLibraries() {}

  /** Extracts every library into {@code folder}; fails if one is in no jar. */
  static void extract(List<Path> classPath, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Library library : LIBRARIES) {
      if (!extract(library, classPath, folder)) {
        throw new IOException("no jar has the native library " + library.entry());
      }
    }
  }

  private static boolean extract(Library library, List<Path> classPath, Path folder)
      throws IOException {
    for (Path element : classPath) {
      if (Files.isDirectory(element)) {
        continue;
      }
      try (JarFile jar = new JarFile(element.toFile())) {
        List<JarEntry> found =
            jar.stream().filter(e -> library.entry().matcher(e.getName()).matches()).toList();
        if (!found.isEmpty()) {
          JarEntry entry = found.get(0);
          String own = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
          try (var stream = jar.getInputStream(entry)) {
            Files.write(
                folder.resolve(library.file().isEmpty() ? own : library.file()),
                stream.readAllBytes());
          }
          return true;
        }
      }
    }
    return false;
  }
}
