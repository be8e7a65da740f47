package dev.jrr.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** That a class does the same after its lambdas have become classes. */
class LambdaClassesTest {
  private static final String SAMPLE = LambdaSample.class.getName();
  private static final Path CLASSES = Path.of("target/test-classes");

  private static Map<String, byte[]> sample() throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (Stream<Path> files = Files.list(CLASSES.resolve("dev/jrr/build"))) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith("LambdaSample")) {
          entries.put(CLASSES.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return entries;
  }

  /** Loads these classes itself, and all others as usual. */
  private static final class OfEntries extends ClassLoader {
    private final Map<String, byte[]> entries;

    OfEntries(Map<String, byte[]> entries) {
      super(LambdaClassesTest.class.getClassLoader());
      this.entries = entries;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      byte[] contents = entries.get(name.replace('.', '/') + ".class");
      if (contents == null) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      return known != null ? known : defineClass(name, contents, 0, contents.length);
    }
  }

  private static int lambdasLeft(Map<String, byte[]> entries) {
    int[] left = {0};
    ClassVisitor counter =
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] thrown) {
            return new MethodVisitor(Opcodes.ASM9) {
              @Override
              public void visitInvokeDynamicInsn(
                  String called, String type, Handle bootstrap, Object... arguments) {
                left[0] += bootstrap.getOwner().endsWith("LambdaMetafactory") ? 1 : 0;
              }
            };
          }
        };
    entries.values().forEach(contents -> new ClassReader(contents).accept(counter, 0));
    return left[0];
  }

  @Test
  void theClassDoesTheSameWithNoLambdaLeft() throws Exception {
    Map<String, byte[]> entries = sample();
    int before = lambdasLeft(entries);
    int made = LambdaClasses.rewrite(entries, "dev/jrr/");

    assertThat(before).isGreaterThan(15);
    assertThat(made).isEqualTo(before);
    assertThat(lambdasLeft(entries)).isZero();
    Object rewritten =
        new OfEntries(entries).loadClass(SAMPLE).getDeclaredConstructor().newInstance();
    assertThat(rewritten.getClass()).isNotEqualTo(LambdaSample.class);
    assertThat((List<?>) ((Supplier<?>) rewritten).get()).isEqualTo(new LambdaSample().get());
  }

  @Test
  void classesOfOthersAreLeftAlone() throws Exception {
    Map<String, byte[]> entries = sample();
    Map<String, byte[]> before = new TreeMap<>(entries);

    assertThat(LambdaClasses.rewrite(entries, "org/")).isZero();
    assertThat(entries).isEqualTo(before);
  }

  @Test
  void theStandInForJffisLoaderReportsAMissingLibrary() throws Exception {
    Map<String, byte[]> entries = Map.of(JffiLoader.ENTRY, JffiLoader.classFile());
    Class<?> loader = new OfEntries(entries).loadClass("com.kenai.jffi.internal.StubLoader");
    String before = System.getProperty("jffi.boot.library.path");
    System.setProperty("jffi.boot.library.path", "/no/such/folder");
    try {
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> loader.getMethod("isLoaded").invoke(null)))
          .hasStackTraceContaining("/no/such/folder/libjffi-1.2.so");
    } finally {
      if (before == null) {
        System.clearProperty("jffi.boot.library.path");
      } else {
        System.setProperty("jffi.boot.library.path", before);
      }
    }
  }
}
