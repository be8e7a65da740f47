package dev.jrr.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names, the latest trace, and deleting no more than a trace. */
final class TraceDirectoriesTest {
  @TempDir Path parent;
  private Path root;
  private TraceDirectories directories;

  @BeforeEach
  void makeRoot() {
    root = parent.resolve("root");
    directories = TraceDirectories.at(root);
  }

  private Path record(String program) {
    Path trace = directories.create(program);
    Traces.write(trace, new RandomFrames(1, 100).frames(5), TraceOptions.DEFAULTS, true);
    directories.setLatest(trace);
    return trace;
  }

  @Test
  void theDefaultPlaceIsThatOfTheEnvironment() {
    assertThat(TraceDirectories.standard(Map.of("JRR_TRACE_DIR", "/a", "XDG_DATA_HOME", "/b")))
        .extracting(TraceDirectories::root)
        .isEqualTo(Path.of("/a"));
    assertThat(TraceDirectories.standard(Map.of("XDG_DATA_HOME", "/b", "HOME", "/c")).root())
        .isEqualTo(Path.of("/b/jrr"));
    assertThat(TraceDirectories.standard(Map.of("XDG_DATA_HOME", "b", "HOME", "/c")).root())
        .isEqualTo(Path.of("/c/.local/share/jrr"));
  }

  @Test
  void namesCountUpAndAreHarmless() throws IOException {
    assertThat(directories.create("/usr/bin/cat")).isEqualTo(root.resolve("cat-0"));
    assertThat(directories.create("cat")).isEqualTo(root.resolve("cat-1"));
    Files.createDirectory(root.resolve("cat-41"));
    Files.createDirectory(root.resolve("cat-x"));
    assertThat(directories.create("./cat")).isEqualTo(root.resolve("cat-42"));
    assertThat(directories.create("a b\n\u001b[31m")).isEqualTo(root.resolve("a_b___31m-0"));
    assertThat(directories.create("..")).isEqualTo(root.resolve("_.-0"));
    assertThat(directories.create("-rf")).isEqualTo(root.resolve("_rf-0"));
    assertThat(directories.create("/")).isEqualTo(root.resolve("program-0"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
        .isEqualTo("rwx------");
  }

  @Test
  void aHundredRecordersGetAHundredNames() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(100);
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Path>> results = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      results.add(
          threads.submit(
              () -> {
                start.await();
                Path trace = TraceDirectories.at(root).create("same");
                TraceDirectories.at(root).setLatest(trace);
                return trace;
              }));
    }
    start.countDown();
    Set<Path> names = new HashSet<>();
    for (Future<Path> result : results) {
      names.add(result.get());
    }
    threads.shutdown();
    assertThat(names).hasSize(100);
    assertThat(names).contains(directories.resolve(null));
    assertThat(Traces.files(root)).hasSize(101);
  }

  @Test
  void aUserNamesATraceByNameByPathOrNotAtAll() {
    assertThatThrownBy(() -> directories.resolve(null))
        .isInstanceOf(TraceException.Missing.class)
        .hasMessageContaining("nothing has been recorded");
    Path one = record("one");
    Path two = record("two");
    assertThat(directories.resolve(null)).isEqualTo(two);
    assertThat(directories.resolve("latest")).isEqualTo(two);
    assertThat(directories.resolve("one-0")).isEqualTo(one);
    assertThat(directories.resolve(one.toString())).isEqualTo(one);
    assertThatThrownBy(() -> directories.resolve("three-0"))
        .isInstanceOfSatisfying(
            TraceException.Missing.class, e -> assertThat(e.exitStatus()).isEqualTo(66));
    Path elsewhere = parent.resolve("elsewhere");
    Traces.write(elsewhere, List.of(), TraceOptions.DEFAULTS, true);
    directories.setLatest(elsewhere);
    assertThat(directories.resolve("")).isEqualTo(elsewhere);
  }

  @Test
  void tracesAreListedNewestFirst() throws IOException {
    assertThat(directories.list()).isEmpty();
    Path one = record("one");
    Path two = record("two");
    Path three = record("three");
    Files.createDirectory(root.resolve("objects"));
    Files.createFile(root.resolve("notes"));
    Files.setLastModifiedTime(one.resolve("HEADER"), FileTime.fromMillis(2000));
    Files.setLastModifiedTime(two.resolve("HEADER"), FileTime.fromMillis(3000));
    Files.setLastModifiedTime(three.resolve("HEADER"), FileTime.fromMillis(1000));
    assertThat(directories.list()).containsExactly(two, one, three);
  }

  @Test
  void aTraceFindsItsObjects() throws IOException {
    Path trace = record("one");
    assertThat(directories.storeOf(trace).root()).isEqualTo(root);
    Path away = parent.resolve("away/t");
    Traces.copy(trace, away);
    assertThat(directories.storeOf(away).root()).isEqualTo(root);
    Files.createDirectory(parent.resolve("away/objects"));
    assertThat(directories.storeOf(away).root()).isEqualTo(parent.resolve("away"));
    Path strange = Files.createFile(parent.resolve("away/objects/main.o"));
    assertThat(directories.storeOf(away).root()).as("a program's own objects").isEqualTo(root);
    Files.delete(strange);
    Files.createSymbolicLink(away.resolve("objects"), parent);
    assertThat(directories.storeOf(away).root()).isEqualTo(parent.resolve("away"));
    Files.delete(away.resolve("objects"));
    Files.createDirectory(away.resolve("objects"));
    assertThat(directories.storeOf(away).root()).isEqualTo(away);
  }

  @Test
  void deletingFollowsNoLink() throws IOException {
    Path precious = Files.createDirectory(parent.resolve("precious"));
    Path kept = Files.writeString(precious.resolve("file"), "x");
    Path trace = record("one");
    Files.createSymbolicLink(trace.resolve("objects"), precious);
    Files.createSymbolicLink(trace.resolve("file"), kept);
    Files.createDirectories(trace.resolve("sources/a/b"));
    Files.createSymbolicLink(trace.resolve("sources/a/b/up"), precious);
    directories.delete(trace);
    assertThat(trace).doesNotExist();
    assertThat(kept).hasContent("x");
    assertThat(root.resolve("latest"))
        .satisfies(link -> assertThat(Files.isSymbolicLink(link)).isFalse());
  }

  @Test
  void onlyATraceIsDeleted() throws IOException {
    Path trace = record("one");
    Path link = Files.createSymbolicLink(parent.resolve("link"), trace);
    Path plain = Files.createDirectory(parent.resolve("plain"));
    Files.createFile(plain.resolve("file"));
    assertThatThrownBy(() -> directories.delete(link)).isInstanceOf(TraceException.NotATrace.class);
    assertThatThrownBy(() -> directories.delete(plain))
        .isInstanceOf(TraceException.NotATrace.class);
    assertThatThrownBy(() -> directories.delete(parent.resolve("none")))
        .isInstanceOf(TraceException.Missing.class);
    assertThat(trace.resolve("HEADER")).exists();
    assertThat(plain.resolve("file")).exists();
  }
}
