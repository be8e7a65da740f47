package dev.jrr.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * The native libraries that jrr's jars carry for Linux x86-64, taken out of them once when jrr is
 * built; at each start it would cost 24 ms.
 */
final class NativeLibraries {
  /** The file of jffi's library. */
  static final String JFFI = "libjffi-1.2.so";

  /** One library: where its jar keeps it, and the file it becomes. */
  private record Library(Pattern entry, String file) {}

  private static final List<Library> LIBRARIES =
      List.of(
          new Library(Pattern.compile("jni/x86_64-Linux/libjffi-[0-9.]+\\.so"), JFFI),
          new Library(Pattern.compile("linux/amd64/libzstd-jni-[^/]+\\.so"), "libzstd-jni.so"));

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
          Path fresh = folder.resolve(library.file() + ".new");
          try (var stream = jar.getInputStream(found.get(0))) {
            Files.write(fresh, stream.readAllBytes());
          }
          // A jrr that is running has the old one mapped: replace the name, never the contents.
          Files.move(fresh, folder.resolve(library.file()), StandardCopyOption.REPLACE_EXISTING);
          return true;
        }
      }
    }
    return false;
  }
}
