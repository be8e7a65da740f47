package dev.jrr.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts {@code ./jrr} and {@code build-tools/prepare}, copied into a checkout that holds
 * nothing else. Its JVM prints what it was given, and its Maven says that it ran.
 */
class LauncherScriptTest {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void makeCheckout() throws IOException {
    root = Files.createDirectory(folder.resolve("a checkout"));
    copy("jrr");
    copy("build-tools/prepare");
    Files.writeString(root.resolve("packages.txt"), "[run]\nnothing sh\n");
    Files.writeString(root.resolve("pom.xml"), "");
    script(
        root.resolve("java"),
        "printf 'cwd %s\\n' \"$PWD\"; printf 'umask %s\\n' \"$(umask)\"",
        "printf 'word %s\\n' \"$@\"; tr '\\0' '\\n' < /proc/$$/environ",
        // Not by a pipe, whose own ends would sometimes be seen; nor the folder's own descriptor.
        "for fd in /proc/$$/fd/*; do [ -e $fd ] && printf '%s ' ${fd##*/}; done; exit 42");
    // What a build leaves behind, in the dist folder of a checkout.
    script(
        root.resolve("bin/mvn"),
        "echo run >> '" + root + "/builds'",
        "sleep 0.5",
        "mkdir -p cli/target/dist",
        "echo \"__jrr_home='$PWD/cli/target/dist'\" > cli/target/dist/java.conf",
        "echo \"__jrr_java='$PWD/java'; __jrr_flags=(-flag)\" >> cli/target/dist/java.conf",
        "touch cli/target/dist/stamp");
  }

  private void copy(String file) throws IOException {
    Path target = root.resolve(file);
    Files.createDirectories(target.getParent());
    Files.copy(CHECKOUT.resolve(file), target, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static void script(Path file, String... lines) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Ended(int status, List<String> out, List<String> err) {}

  private final class Started {
    private final Process process;
    private final Path out;
    private final Path err;

    Started(Map<String, String> environment, String... command) throws IOException {
      out = Files.createTempFile(folder, "out", "");
      err = Files.createTempFile(folder, "err", "");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().clear();
      builder.environment().put("PATH", root.resolve("bin") + ":/usr/bin:/bin");
      builder.environment().putAll(environment);
      builder.directory(folder.toFile());
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      process = builder.start();
    }

    Ended end() throws IOException, InterruptedException {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return new Ended(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
    }
  }

  private Ended jrr(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(root.resolve("jrr").toString()));
    command.addAll(List.of(words));
    return new Started(environment, command.toArray(new String[0])).end();
  }

  private List<String> builds() throws IOException {
    Path builds = root.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
  }

  @Test
  void theFirstStartBuildsAndSaysSoAndTheSecondDoesNot() throws Exception {
    Ended first = jrr(Map.of(), "ls");
    Ended second = jrr(Map.of(), "ls");

    assertThat(first.status()).isEqualTo(42);
    assertThat(first.err()).singleElement().asString().startsWith("jrr: building (once");
    assertThat(first.out()).contains("word dev.jrr.cli.Main", "word ls", "word -flag");
    assertThat(second.err()).isEmpty();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void aChangedSourceBuildsAgain() throws Exception {
    jrr(Map.of(), "ls");
    Path source = root.resolve("cli/src/main/java/New.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));

    assertThat(jrr(Map.of("JRR_SKIP_BUILD", "1"), "ls").err()).isEmpty();
    assertThat(jrr(Map.of(), "ls").err()).anyMatch(line -> line.contains("sources have changed"));
    assertThat(builds()).hasSize(2);
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    String jrr = root.resolve("jrr").toString();
    Started first = new Started(Map.of(), jrr, "ls");
    Started second = new Started(Map.of(), jrr, "ls");

    assertThat(first.end().status()).isEqualTo(42);
    assertThat(second.end().status()).isEqualTo(42);
    assertThat(builds()).hasSize(1);
  }

  @Test
  void aBuildThatFailsSaysWhyAndWhereTheLogIs() throws Exception {
    script(root.resolve("bin/mvn"), "echo 'X.java:1: error: no'", "exit 1");

    Ended ended = jrr(Map.of(), "ls");

    assertThat(ended.status()).isEqualTo(70);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("X.java:1: error: no")
        .anyMatch(line -> line.startsWith("jrr: the build failed"))
        .anyMatch(line -> line.contains("build.log"));
  }

  @Test
  void itFindsItsCheckoutThroughLinks() throws Exception {
    jrr(Map.of(), "ls");
    Path link = Files.createSymbolicLink(folder.resolve("j"), root.resolve("jrr"));
    Path second = Files.createSymbolicLink(folder.resolve("k"), Path.of("j"));

    assertThat(new Started(Map.of(), second.toString(), "ls").end().status()).isEqualTo(42);
    assertThat(new Started(Map.of(), "sh", "-c", "PATH=\".:$PATH\"; k ls").end().status())
        .isEqualTo(42);
    assertThat(link).isSymbolicLink();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void aCheckoutThatWasMovedIsBuiltAgain() throws Exception {
    jrr(Map.of(), "ls");
    Path moved = folder.resolve("moved");
    new Started(Map.of(), "cp", "-a", root.toString(), moved.toString()).end();

    Ended ended = new Started(Map.of(), moved.resolve("jrr").toString(), "ls").end();

    assertThat(ended.status()).isEqualTo(42);
    assertThat(ended.err()).singleElement().asString().startsWith("jrr: building");
  }

  @Test
  void theProgramsEnvironmentIsTheUsers() throws Exception {
    jrr(Map.of(), "ls");
    Map<String, String> given =
        new TreeMap<>(
            Map.of(
                "BASH_FUNC_f%%", "() { echo hi; }",
                "odd.name", "1",
                "EMPTY", "",
                "SHLVL", "3",
                "BASH_ENV", "/no/such/file",
                "PWD", folder.toString(),
                "LC_ALL", "de_DE.UTF-8",
                "JAVA_TOOL_OPTIONS", "-ea"));

    List<String> environment = new ArrayList<>();
    for (String line : jrr(given, "record", "--", "x").out()) {
      if (line.contains("=") && !line.startsWith("word")) {
        environment.add(line.replace("__JRR_ASIDE_", ""));
      }
    }

    List<String> expected = new ArrayList<>();
    given.forEach((name, value) -> expected.add(name + "=" + value));
    expected.add("PATH=" + root.resolve("bin") + ":/usr/bin:/bin");
    assertThat(environment).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void theJvmGetsALocaleThatHasAllFileNames() throws Exception {
    jrr(Map.of(), "ls");

    assertThat(jrr(Map.of("LANG", "C"), "ls").out())
        .contains("LC_ALL=C.UTF-8", "__JRR_LOCALE=C.UTF-8", "LANG=C")
        .noneMatch(line -> line.startsWith("__JRR_ASIDE"));
    assertThat(jrr(Map.of("LC_ALL", "C"), "ls").out())
        .contains("LC_ALL=C.UTF-8", "__JRR_ASIDE_LC_ALL=C");
    assertThat(jrr(Map.of("LANG", "en_US.UTF-8"), "ls").out())
        .noneMatch(line -> line.startsWith("LC_ALL"));
  }

  @Test
  void directoryUmaskAndDescriptorsAreTheUsers() throws Exception {
    jrr(Map.of(), "ls");
    Ended ended =
        new Started(
                Map.of(),
                "bash",
                "-c",
                "umask 027; exec 7< /dev/null; exec \"$0\" ls",
                root.resolve("jrr").toString())
            .end();

    assertThat(ended.out()).contains("cwd " + folder, "umask 0027");
    // 10 is that of the script which stands for the JVM.
    assertThat(ended.out().get(ended.out().size() - 1).strip()).isEqualTo("0 1 10 2 7");
    assertThat(ended.out()).contains("word -Djrr.descriptors=0,1,2,7,");
  }

  @Test
  void optionsForTheJvmDoNotReachIt() throws Exception {
    jrr(Map.of(), "ls");

    assertThat(jrr(Map.of("_JAVA_OPTIONS", "-Xmx1m"), "ls").out())
        .contains("__JRR_ASIDE__JAVA_OPTIONS=-Xmx1m")
        .noneMatch(line -> line.startsWith("_JAVA_OPTIONS"));
  }

  @Test
  void aMissingPackageThatCannotBeInstalledIsNamed() throws Exception {
    Files.writeString(root.resolve("packages.txt"), "[build]\nno-such-package /no/such/file\n");
    script(root.resolve("bin/apt-get"), "echo \"$@\"", "exit 100");

    Ended ended = jrr(Map.of(), "ls");

    assertThat(ended.status()).isEqualTo(70);
    assertThat(ended.err()).anyMatch(line -> line.contains("no-such-package"));
  }
}
