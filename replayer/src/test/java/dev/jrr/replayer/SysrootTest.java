package dev.jrr.replayer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.trace.ObjectId;
import dev.jrr.trace.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The directory that gdb finds the recorded files in. */
final class SysrootTest {
  @TempDir Path root;
  private ObjectStore objects;
  private Sysroot sysroot;
  private ObjectId first;
  private ObjectId second;

  @BeforeEach
  void make() throws IOException {
    objects = ObjectStore.at(root);
    first = objects.put(new byte[] {1});
    second = objects.put(new byte[] {2});
    sysroot = new Sysroot(objects);
  }

  @AfterEach
  void remove() {
    sysroot.close();
  }

  private List<Path> contents() throws IOException {
    try (Stream<Path> all = Files.walk(sysroot.directory())) {
      return all.filter(path -> !path.equals(sysroot.directory())).toList();
    }
  }

  @Test
  void isForItsOwnerOnly() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sysroot.directory())))
        .isEqualTo("rwx------");
  }

  @Test
  void hasFilesByTheirRecordedPaths() throws IOException {
    sysroot.link("/usr/lib/a.so", first);
    sysroot.link("/usr/lib/b.so", second);
    assertThat(Files.readAllBytes(sysroot.directory().resolve("usr/lib/a.so"))).containsExactly(1);
    assertThat(Files.readAllBytes(sysroot.directory().resolve("usr/lib/b.so"))).containsExactly(2);
  }

  @Test
  void hasTheLatestFileOfAPath() throws IOException {
    sysroot.link("/a.out", first);
    sysroot.link("/a.out", second);
    assertThat(Files.readAllBytes(sysroot.directory().resolve("a.out"))).containsExactly(2);
    assertThat(Files.readAllBytes(objects.path(first))).containsExactly(1);
  }

  @Test
  void nothingIsMadeOutsideOfIt() throws IOException {
    String name = "escaped-" + sysroot.directory().getFileName();
    for (String path :
        List.of(
            "../" + name,
            "/../" + name,
            "/a/../../" + name,
            "/a/./" + name,
            "relative",
            "//" + name,
            "/",
            "",
            "/x\0y")) {
      sysroot.link(path, first);
    }
    assertThat(contents()).isEmpty();
    assertThat(sysroot.directory().resolveSibling(name)).doesNotExist();
  }

  @Test
  void aFileIsNotTakenForADirectory() throws IOException {
    sysroot.link("/usr", first);
    sysroot.link("/usr/lib/a.so", second);
    assertThat(contents()).containsExactly(sysroot.directory().resolve("usr"));
    assertThat(Files.readAllBytes(objects.path(first))).containsExactly(1);
  }

  @Test
  void aDirectoryThatBecameALinkIsNotFollowed(@TempDir Path elsewhere) throws IOException {
    Files.createSymbolicLink(sysroot.directory().resolve("usr"), elsewhere);
    sysroot.link("/usr/a.so", first);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void goesWithItsLinksAndLeavesTheFiles() {
    sysroot.link("/usr/lib/a.so", first);
    sysroot.close();
    assertThat(Files.exists(sysroot.directory(), LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(objects.path(first)).isRegularFile();
    sysroot.close();
  }
}
