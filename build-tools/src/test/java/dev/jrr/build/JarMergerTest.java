package dev.jrr.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What becomes of jars that are merged into one. */
class JarMergerTest {
  @TempDir Path folder;

  private Path jar(String name, Map<String, byte[]> entries) throws IOException {
    Path jar = folder.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> entry : new TreeMap<>(entries).entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return jar;
  }

  private Path merged(Path... jars) throws IOException {
    JarMerger merger = new JarMerger();
    for (Path jar : jars) {
      merger.add(jar);
    }
    Path result = folder.resolve("merged.jar");
    merger.write(result, "x.Main");
    return result;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Path jar, String entry) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return new String(
          file.getInputStream(file.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void serviceFilesAreJoined() throws IOException {
    Path first = jar("a.jar", Map.of("META-INF/services/S", bytes("one")));
    Path second = jar("b.jar", Map.of("META-INF/services/S", bytes("two")));

    assertThat(text(merged(first, second), "META-INF/services/S").lines())
        .containsExactly("one", "two");
  }

  @Test
  void theNewestVariantThatJava17MayUseIsTaken() throws IOException {
    Path jar =
        jar(
            "a.jar",
            Map.of(
                "r.txt", bytes("base"),
                "META-INF/versions/9/r.txt", bytes("nine"),
                "META-INF/versions/11/r.txt", bytes("eleven"),
                "META-INF/versions/21/r.txt", bytes("too new")));

    assertThat(text(merged(jar), "r.txt")).isEqualTo("eleven");
  }

  @Test
  void signaturesAndNativeLibrariesAreLeftOut() throws IOException {
    Path jar =
        jar(
            "a.jar",
            Map.of(
                "META-INF/X.SF", bytes("s"),
                "META-INF/X.RSA", bytes("s"),
                "module-info.class", bytes("m"),
                "jni/lib.so", bytes("n"),
                "kept.txt", bytes("k")));
    JarMerger merger = new JarMerger();
    merger.add(jar);

    assertThat(merger.names()).containsExactly("kept.txt");
  }

  @Test
  void twoDifferentClassesOfOneNameAreAnError() throws IOException {
    Path first = jar("a.jar", Map.of("C.class", oldClass("C", 1)));
    Path second = jar("b.jar", Map.of("C.class", oldClass("C", 2)));

    assertThatThrownBy(() -> merged(first, second))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("C.class")
        .hasMessageContaining("b.jar");
  }

  @Test
  void equalInputGivesEqualBytes() throws IOException {
    Path jar = jar("a.jar", Map.of("x", bytes("1"), "y", bytes("2")));
    byte[] first = Files.readAllBytes(merged(jar));

    assertThat(Files.readAllBytes(merged(jar))).isEqualTo(first);
  }

  @Test
  void anOldClassIsRaisedAndStillVerifiesAndRuns() throws Exception {
    Path jar = merged(jar("a.jar", Map.of("Old.class", oldClass("Old", 5))));

    try (JarFile file = new JarFile(jar.toFile())) {
      byte[] raised = file.getInputStream(file.getEntry("Old.class")).readAllBytes();
      assertThat(ClassUpgrader.majorVersion(raised)).isEqualTo(52);
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
      Object answer = loader.loadClass("Old").getMethod("pick", boolean.class).invoke(null, true);
      assertThat(answer).isEqualTo(5);
    }
  }

  /** A class of Java 1.3's version with a branch, which needs a frame from version 51 on. */
  private static byte[] oldClass(String name, int answer) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(
        Opcodes.V1_3, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, name, null, "java/lang/Object", null);
    MethodVisitor pick =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "pick", "(Z)Ljava/lang/Object;", null, null);
    pick.visitCode();
    Label otherwise = new Label();
    Label end = new Label();
    pick.visitVarInsn(Opcodes.ILOAD, 0);
    pick.visitJumpInsn(Opcodes.IFEQ, otherwise);
    pick.visitIntInsn(Opcodes.BIPUSH, answer);
    pick.visitMethodInsn(
        Opcodes.INVOKESTATIC, "java/lang/Integer", "valueOf", "(I)Ljava/lang/Integer;", false);
    pick.visitJumpInsn(Opcodes.GOTO, end);
    pick.visitLabel(otherwise);
    pick.visitLdcInsn("none");
    pick.visitLabel(end);
    pick.visitInsn(Opcodes.ARETURN);
    pick.visitMaxs(0, 0);
    pick.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  @Test
  void aClassListLosesTheIdsOfItsProcess() {
    assertThat(ClassDataArchive.portable("java/lang/Object id: 0")).isEqualTo("java/lang/Object");
    assertThat(ClassDataArchive.portable("x/Y id: 9 super: 1 source: z.jar")).isEmpty();
    assertThat(ClassDataArchive.portable("# comment")).isEmpty();
    assertThat(ClassDataArchive.portable("@lambda-proxy a/B run ()V"))
        .isEqualTo("@lambda-proxy a/B run ()V");
  }

  @Test
  void wordsOfTheConfigurationSurviveAShell() throws Exception {
    String odd = "it's a $HOME \"path\"";
    Process shell =
        new ProcessBuilder("sh", "-c", "printf %s " + DistributionBuilder.quoted(odd)).start();

    assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(odd);
    assertThat(shell.waitFor()).isZero();
  }
}
