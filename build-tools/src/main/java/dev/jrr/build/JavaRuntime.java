package dev.jrr.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The JVM that builds jrr and then runs it: a class-data archive fits one JVM only.
 *
 * @param java its {@code bin/java}
 * @param release its feature release, such as 17
 */
record JavaRuntime(Path java, int release) {
  /** The one that runs this build. */
  static JavaRuntime current() {
    return new JavaRuntime(
        Path.of(System.getProperty("java.home"), "bin", "java"), Runtime.version().feature());
  }

  /**
   * Flags for every start of jrr from {@code distribution}; {@code platform.md} has what each
   * saves. {@code -Xrs} leaves HUP, INT, QUIT and TERM to jrr.
   */
  List<String> flags(Path distribution) {
    List<String> flags = new ArrayList<>();
    // Of JDK 17's collectors only this one can take the JDK's own objects from the archive, 10 ms.
    flags.add("-XX:+UseG1GC");
    flags.add("-XX:ParallelGCThreads=1");
    flags.add("-XX:ConcGCThreads=1");
    flags.add("-XX:-UsePerfData");
    flags.add("-Xrs");
    flags.add("-Xshare:auto");
    // A warning of the JVM's own would go to standard output, which is the recorded program's.
    flags.add("-Xlog:disable");
    flags.add("-Xlog:all=error:stderr");
    // Mapping the archive where it was dumped spares relocating it, 4 ms; newer updates relocate
    // always unless told. Address-space layout is no secret of jrr's own process.
    flags.add("-XX:+UnlockDiagnosticVMOptions");
    flags.add("-XX:ArchiveRelocationMode=0");
    if (release >= 22) {
      // Not before: it makes the JVM leave the module graph out of the archive.
      flags.add("--enable-native-access=ALL-UNNAMED");
    }
    if (release >= 24) {
      // Known from 23 on; without it 24 and later warn at the first use of sun.misc.Unsafe.
      flags.add("--sun-misc-unsafe-memory-access=allow");
    }
    Path libraries = distribution.resolve("native");
    flags.add("-Djffi.boot.library.path=" + libraries);
    flags.add("-DZstdNativePath=" + libraries.resolve("libzstd-jni.so"));
    // With it on, the sixth of six primitive integer arguments arrives as garbage (jnr-ffi 2.3.4).
    flags.add("-Djnr.ffi.x86asm.enabled=false");
    flags.add("-Djrr.home=" + distribution);
    return flags;
  }
}
