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

/** That a class does the same after its lambdas, or the methods of its records, were rewritten. */
class RewritingTest {
  private static final Path CLASSES = Path.of("target/test-classes");

  /** The classes of one sample. */
  private static Map<String, byte[]> classesOf(Class<?> sample) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (Stream<Path> files = Files.list(CLASSES.resolve("dev/jrr/build"))) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith(sample.getSimpleName())) {
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
      super(RewritingTest.class.getClassLoader());
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

  /** Calls that are linked by this bootstrap. */
  private static int left(Map<String, byte[]> entries, String bootstrapClass) {
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
                left[0] += bootstrap.getOwner().endsWith(bootstrapClass) ? 1 : 0;
              }
            };
          }
        };
    entries.values().forEach(contents -> new ClassReader(contents).accept(counter, 0));
    return left[0];
  }

  @Test
  void theClassDoesTheSameWithNoLambdaLeft() throws Exception {
    Map<String, byte[]> entries = classesOf(LambdaSample.class);
    int before = left(entries, "LambdaMetafactory");
    int made = LambdaClasses.rewrite(entries, "dev/jrr/");

    assertThat(before).isGreaterThan(15);
    assertThat(made).isEqualTo(before);
    assertThat(left(entries, "LambdaMetafactory")).isZero();
    assertDoesTheSame(entries, new LambdaSample());
  }

  private static void assertDoesTheSame(Map<String, byte[]> entries, Supplier<?> original)
      throws ReflectiveOperationException {
    String name = original.getClass().getName();
    Object rewritten =
        new OfEntries(entries).loadClass(name).getDeclaredConstructor().newInstance();
    assertThat(rewritten.getClass()).isNotEqualTo(original.getClass());
    assertThat((List<?>) ((Supplier<?>) rewritten).get()).isEqualTo(original.get());
  }

  @Test
  void recordsDoTheSameWithMethodsOfTheirOwn() throws Exception {
    Map<String, byte[]> entries = classesOf(RecordSample.class);
    int before = left(entries, "ObjectMethods");
    RecordMethods.rewrite(entries, "dev/jrr/");

    assertThat(before).isEqualTo(13);
    assertThat(left(entries, "ObjectMethods")).isZero();
    assertDoesTheSame(entries, new RecordSample());
  }

  @Test
  void classesOfOthersAreLeftAlone() throws Exception {
    Map<String, byte[]> entries = classesOf(LambdaSample.class);
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
