package dev.jrr.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects and caches: right whatever happens around them. */
final class ObjectStoreTest {
  /** Of "hello\n": {@code echo hello | sha256sum}. */
  private static final ObjectId HELLO =
      new ObjectId("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03");

  @TempDir Path parent;
  private Path root;
  private Path file;
  private ObjectStore store;

  @BeforeEach
  void makeFile() throws IOException {
    root = parent.resolve("root");
    store = ObjectStore.at(root);
    file = Files.writeString(parent.resolve("file"), "hello\n");
  }

  /** Waits until a change of the file made now would show in its times. */
  private void settle() throws InterruptedException {
    Thread.sleep(80);
  }

  private ObjectId put() {
    return store.put(file, FileIdentity.of(file));
  }

  @Test
  void anObjectIsAPrivateCopyUnderItsHash() throws IOException {
    assertThat(put()).isEqualTo(HELLO);
    Path object = store.path(HELLO);
    String name = HELLO.sha256();
    assertThat(object)
        .isEqualTo(root.resolve("objects/" + name.substring(0, 2) + "/" + name.substring(2)));
    assertThat(Files.readString(object)).isEqualTo("hello\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(object)))
        .isEqualTo("r--------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(object.getParent())))
        .isEqualTo("rwx------");
    assertThat(Files.getAttribute(object, "unix:nlink")).isEqualTo(1);
    Files.writeString(file, "jello\n");
    assertThat(Files.readString(object)).isEqualTo("hello\n");
    store.verify(HELLO);
  }

  @Test
  void theCacheSavesTheHashing() throws Exception {
    settle();
    FileIdentity identity = FileIdentity.of(file);
    store.put(file, identity);
    // Only the cache can still know what the identity stands for.
    Files.delete(file);
    assertThat(store.put(file, identity)).isEqualTo(HELLO);
  }

  @Test
  void whatAFileHoldsIsKnownOnceItIsStored() throws Exception {
    settle();
    FileIdentity identity = FileIdentity.of(file);
    assertThat(store.known(identity)).isNull();
    store.put(file, identity);
    assertThat(store.known(identity)).isEqualTo(HELLO);
    assertThat(ObjectStore.at(root).known(identity)).isEqualTo(HELLO);
    Files.delete(store.path(HELLO));
    assertThat(ObjectStore.at(root).known(identity)).isNull();
    assertThat(store.putAnew(file, identity)).isEqualTo(HELLO);
    assertThat(ObjectStore.at(root).known(identity)).isEqualTo(HELLO);
  }

  @Test
  void aPartOfAnObjectIsRead() throws IOException {
    put();
    assertThat(store.read(HELLO, 1, 3)).asString().isEqualTo("ell");
    assertThatThrownBy(() -> store.read(HELLO, 4, 3)).isInstanceOf(TraceException.Corrupt.class);
    assertThatThrownBy(() -> store.read(HELLO, -1, 3)).isInstanceOf(TraceException.Corrupt.class);
    assertThatThrownBy(() -> store.read(HELLO, 0, Long.MAX_VALUE))
        .isInstanceOf(TraceException.Corrupt.class);
  }

  @Test
  void aChangedFileIsHashedAgain() throws Exception {
    settle();
    put();
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, "jello\n");
    Files.setLastModifiedTime(file, time);
    ObjectId changed = put();
    assertThat(changed).isNotEqualTo(HELLO);
    assertThat(Files.readString(store.path(changed))).isEqualTo("jello\n");
  }

  @Test
  void aFileThatMayStillChangeUnseenIsNotCached() throws IOException {
    Path young = Files.writeString(parent.resolve("young"), "1");
    FileIdentity identity = FileIdentity.of(young);
    store.put(young, identity);
    Files.delete(young);
    assertThatThrownBy(() -> store.put(young, identity)).isInstanceOf(TraceException.class);
  }

  @Test
  void aFileThatIsNotWhatTheCallerSawIsStoredAsReadAndNotCached() throws Exception {
    settle();
    FileIdentity now = FileIdentity.of(file);
    FileIdentity seen =
        new FileIdentity(now.device(), now.inode(), now.size(), now.mtimeNs() - 1, now.ctimeNs());
    assertThat(store.put(file, seen)).isEqualTo(HELLO);
    Files.delete(file);
    assertThatThrownBy(() -> store.put(file, seen)).isInstanceOf(TraceException.class);
  }

  @Test
  void aDamagedCacheIsIgnored() throws Exception {
    settle();
    put();
    Path entry;
    try (var entries = Files.list(root.resolve("cache/sha256"))) {
      entry = entries.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(entry);
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 0x10;
      Files.write(entry, damaged);
      assertThat(store.cache("sha256").get(FileIdentity.of(file))).isNull();
      Files.write(entry, java.util.Arrays.copyOf(bytes, i));
      assertThat(store.cache("sha256").get(FileIdentity.of(file))).isNull();
    }
    assertThat(put()).isEqualTo(HELLO);
    assertThat(store.cache("sha256").get(FileIdentity.of(file))).isEqualTo(HELLO.toBytes());
  }

  @Test
  void anObjectThatAPowerCutEmptiedIsReplaced() throws Exception {
    settle();
    Path object = store.path(put());
    Files.delete(object);
    Files.createFile(object);
    assertThatThrownBy(() -> store.verify(HELLO)).isInstanceOf(TraceException.Corrupt.class);
    put();
    store.verify(HELLO);
  }

  @Test
  void aMissingObjectIsToldWithItsName() {
    assertThat(store.contains(HELLO)).isFalse();
    assertThatThrownBy(() -> store.path(HELLO))
        .isInstanceOfSatisfying(
            TraceException.MissingObject.class,
            e -> {
              assertThat(e.exitStatus()).isEqualTo(66);
              assertThat(e.why()).contains(HELLO.sha256());
            });
  }

  @Test
  void aLinkInTheStoreIsNoObject() throws IOException {
    Path object = root.resolve("objects/58").resolve(HELLO.sha256().substring(2));
    Files.createDirectories(object.getParent());
    Files.createSymbolicLink(object, file);
    assertThat(store.contains(HELLO)).isFalse();
    assertThatThrownBy(() -> store.path(HELLO)).isInstanceOf(TraceException.MissingObject.class);
  }

  @Test
  void aDeletedFileIsReadThroughItsDescriptor() throws Exception {
    settle();
    try (var open = Files.newInputStream(file)) {
      Files.delete(file);
      Path found = null;
      try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
        for (Path descriptor : descriptors.toList()) {
          try {
            if (Files.readSymbolicLink(descriptor).toString().equals(file + " (deleted)")) {
              found = descriptor;
            }
          } catch (IOException e) {
            // The listing's own descriptor is gone.
          }
        }
      }
      assertThat(found).isNotNull();
      assertThat(store.put(found, FileIdentity.of(found))).isEqualTo(HELLO);
    }
  }

  @Test
  void contentsWithoutAFileAreStoredToo() {
    assertThat(store.put("hello\n".getBytes())).isEqualTo(HELLO);
    store.verify(HELLO);
  }

  @Test
  void aHundredRecordersPutTheSameFilesAtOnce() throws Exception {
    byte[] large = new byte[700_000];
    new java.util.Random(5).nextBytes(large);
    Path other = Files.write(parent.resolve("large"), large);
    settle();
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<List<ObjectId>>> results = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ObjectStore own = ObjectStore.at(root);
      results.add(
          threads.submit(
              () ->
                  List.of(
                      own.put(file, FileIdentity.of(file)),
                      own.put(other, FileIdentity.of(other)))));
    }
    List<ObjectId> first = results.get(0).get();
    for (Future<List<ObjectId>> result : results) {
      assertThat(result.get()).isEqualTo(first);
    }
    threads.shutdown();
    store.verify(first.get(0));
    store.verify(first.get(1));
    try (var entries = Files.list(root.resolve("objects"))) {
      assertThat(entries.filter(entry -> entry.getFileName().toString().startsWith("."))).isEmpty();
    }
  }

  @Test
  void othersKeepTheirOwnValues() throws Exception {
    settle();
    FileIdentity identity = FileIdentity.of(file);
    IdentityCache places = store.cache("rdrand");
    assertThat(places.get(identity)).isNull();
    places.put(identity, new byte[] {1, 2, 3});
    assertThat(places.get(identity)).containsExactly(1, 2, 3);
    places.put(identity, new byte[0]);
    assertThat(ObjectStore.at(root).cache("rdrand").get(identity)).isEmpty();
    assertThat(store.cache("other").get(identity)).isNull();
    assertThatThrownBy(() -> store.cache("../escape")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.cache("..")).isInstanceOf(IllegalArgumentException.class);
  }
}
