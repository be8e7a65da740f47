package dev.jrr.trace;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Contents of files, by their SHA-256, shared by all traces of a root: {@code objects/ab/cdef...},
 * 0400. An object is always a copy, never a hard link, as files may be overwritten in place. It is
 * renamed into place when it is whole; any number of recorders may put the same one at once.
 *
 * <p>Hashing a large library takes longer than recording a small program, so what a file's contents
 * are is kept in a cache by the file's identity.
 */
public final class ObjectStore {
  private static final String OBJECTS = "objects";
  private static final String CACHE = "cache";

  /** Bytes of an object that are mapped at a time. */
  private static final int MAP_LENGTH = 1 << 28;

  private static final int BUFFER_LENGTH = 256 << 10;

  /** So many files are remembered: a build maps the same few again and again. */
  private static final int REMEMBERED = 1024;

  private final Path root;
  private final Path objects;
  private final IdentityCache hashes;
  private final Supplier<MessageDigest> sha256;

  /** Objects whose checksum was compared. */
  private final Set<ObjectId> checked = new HashSet<>();

  /** What the cache knew and the store had of files that were put: {@link #REMEMBERED} at most. */
  private final Map<FileIdentity, ObjectId> remembered = new ConcurrentHashMap<>();

  private ObjectStore(Path root, Supplier<MessageDigest> sha256) {
    this.root = root;
    this.sha256 = sha256;
    this.objects = root.resolve(OBJECTS);
    this.hashes = cache("sha256");
  }

  /** The store in {@code root}, which need not exist before something is put. */
  public static ObjectStore at(Path root) {
    return new ObjectStore(root, ObjectStore::sha256);
  }

  /** The same store, with another implementation of SHA-256. */
  public ObjectStore hashingBy(Supplier<MessageDigest> implementation) {
    return new ObjectStore(root, implementation);
  }

  /** The directory that holds {@code objects/}. */
  public Path root() {
    return root;
  }

  /**
   * A cache for what others work out from files; {@code name} is a file's name. Shared by all who
   * use the store.
   */
  public IdentityCache cache(String name) {
    if (name.isEmpty() || name.indexOf('/') >= 0 || name.charAt(0) == '.') {
      throw new IllegalArgumentException("not a plain name: " + name);
    }
    return new IdentityCache(root.resolve(CACHE).resolve(name));
  }

  /**
   * Stores the contents of {@code source}, unless the cache knows that they are. {@code identity}
   * is the file's as the caller sees it, taken before. If the file changes meanwhile, the object
   * holds what was read, under its right name, and nothing is kept in the cache.
   *
   * @param source may be a link such as /proc/PID/fd/N
   * @throws TraceException.ReadFailed if the source cannot be read
   * @throws TraceException.StoreFull if there is no room
   */
  public ObjectId put(Path source, FileIdentity identity) {
    ObjectId known = known(identity);
    return known == null ? putAnew(source, identity) : known;
  }

  /** The same, whatever the cache knows, which knows better then. */
  public ObjectId putAnew(Path source, FileIdentity identity) {
    remembered.remove(identity);
    FileIdentity before = FileIdentity.of(source);
    ObjectId id;
    try (FileInputStream in = new FileInputStream(source.toFile())) {
      id = store(in, source);
    } catch (IOException e) {
      throw TraceException.input(source, e);
    }
    FileIdentity after = FileIdentity.of(source);
    if (before.equals(after) && before.sameVersion(identity)) {
      hashes.put(identity, id.toBytes());
    }
    return id;
  }

  /** What this version of a file holds, if the cache knows that and the store has it; else null. */
  public @Nullable ObjectId known(FileIdentity identity) {
    ObjectId already = remembered.get(identity);
    if (already != null) {
      return already;
    }
    byte[] known = hashes.get(identity);
    if (known == null || known.length != ObjectId.LENGTH) {
      return null;
    }
    ObjectId id = ObjectId.of(known);
    if (!isStored(id, identity.size())) {
      return null;
    }
    if (remembered.size() < REMEMBERED) {
      remembered.put(identity, id);
    }
    return id;
  }

  /** Stores {@code contents}, for what is in no file (the vDSO). */
  public ObjectId put(byte[] contents) {
    return store(new java.io.ByteArrayInputStream(contents), objects);
  }

  private ObjectId store(InputStream in, Path source) {
    MessageDigest digest = sha256.get();
    CRC32C crc = new CRC32C();
    Path temporary = objects.resolve(TraceFiles.temporaryName());
    long size = 0;
    try (OutputStream out = createTemporary(temporary)) {
      byte[] buffer = new byte[BUFFER_LENGTH];
      int count;
      while ((count = read(in, buffer, source)) > 0) {
        digest.update(buffer, 0, count);
        crc.update(buffer, 0, count);
        out.write(buffer, 0, count);
        size += count;
      }
      ObjectId id = ObjectId.of(digest.digest());
      if (isStored(id, size)) {
        Files.delete(temporary);
      } else {
        placeChecksum(id, (int) crc.getValue());
        place(temporary, id);
      }
      return id;
    } catch (IOException e) {
      deleteQuietly(temporary);
      throw TraceException.output(temporary, e);
    } catch (TraceException e) {
      deleteQuietly(temporary);
      throw e;
    }
  }

  private static int read(InputStream in, byte[] buffer, Path source) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw TraceException.input(source, e);
    }
  }

  private OutputStream createTemporary(Path temporary) throws IOException {
    try {
      return TraceFiles.createPrivateStream(temporary);
    } catch (java.nio.file.NoSuchFileException e) {
      Files.createDirectories(objects, TraceFiles.PRIVATE_DIRECTORY);
      return TraceFiles.createPrivateStream(temporary);
    }
  }

  private void place(Path temporary, ObjectId id) throws IOException {
    Path object = locate(id);
    Files.createDirectories(object.getParent(), TraceFiles.PRIVATE_DIRECTORY);
    Files.setPosixFilePermissions(temporary, EnumSet.of(PosixFilePermission.OWNER_READ));
    Files.move(temporary, object, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Beside the object and before it: whoever finds the object finds its checksum. */
  private void placeChecksum(ObjectId id, int crc) throws IOException {
    Path temporary = objects.resolve(TraceFiles.temporaryName());
    try (OutputStream out = createTemporary(temporary)) {
      out.write(java.nio.ByteBuffer.allocate(Integer.BYTES).putInt(crc).array());
    }
    Path checksum = checksumOf(id);
    Files.createDirectories(checksum.getParent(), TraceFiles.PRIVATE_DIRECTORY);
    Files.move(temporary, checksum, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path checksumOf(ObjectId id) {
    Path object = locate(id);
    return object.resolveSibling(object.getFileName() + ".crc32c");
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The first failure is the one to tell.
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Path locate(ObjectId id) {
    String name = id.sha256();
    return objects.resolve(name.substring(0, 2)).resolve(name.substring(2));
  }

  /** The size is compared as a power cut can leave an empty file behind. */
  private boolean isStored(ObjectId id, long size) {
    BasicFileAttributes attributes = TraceFiles.attributes(locate(id));
    return attributes != null && attributes.isRegularFile() && attributes.size() == size;
  }

  /** Whether the object is here. */
  public boolean contains(ObjectId id) {
    BasicFileAttributes attributes = TraceFiles.attributes(locate(id));
    return attributes != null && attributes.isRegularFile();
  }

  /**
   * The file that holds the object. It may be mapped, never written.
   *
   * @throws TraceException.MissingObject if it is not here
   */
  public Path path(ObjectId id) {
    if (!contains(id)) {
      throw new TraceException.MissingObject(objects, id);
    }
    return locate(id);
  }

  /**
   * The file that holds the object, after its CRC32C was compared: 0.1 ms a megabyte, where hashing
   * it would cost ten times that. Each object is read once in this store's life.
   *
   * @throws TraceException.MissingObject if it is not here
   * @throws TraceException.Corrupt if its contents are not what was stored
   */
  public synchronized Path checkedPath(ObjectId id) {
    Path file = path(id);
    if (checked.contains(id)) {
      return file;
    }
    Path checksum = checksumOf(id);
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      byte[] expected = Files.isRegularFile(checksum) ? Files.readAllBytes(checksum) : new byte[0];
      if (expected.length != Integer.BYTES) {
        verify(id);
      } else if (java.nio.ByteBuffer.wrap(expected).getInt() != crc32c(in)) {
        throw new TraceException.Corrupt(file, 0, "its contents do not match their checksum");
      }
    } catch (IOException e) {
      throw TraceException.input(file, e);
    }
    checked.add(id);
    return file;
  }

  /**
   * {@code length} bytes of the object from {@code offset} on, checked as by {@link #checkedPath}.
   *
   * @throws TraceException.Corrupt if it has fewer
   */
  public byte[] read(ObjectId id, long offset, long length) {
    Path file = checkedPath(id);
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      boolean isThere =
          offset >= 0 && length >= 0 && length <= Integer.MAX_VALUE && offset <= in.size() - length;
      java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(isThere ? (int) length : 0);
      while (bytes.hasRemaining() && in.read(bytes, offset + bytes.position()) > 0) {
        // The next piece.
      }
      if (!isThere || bytes.hasRemaining()) {
        throw new TraceException.Corrupt(file, offset, "it is shorter than what was read of it");
      }
      return bytes.array();
    } catch (IOException e) {
      throw TraceException.input(file, e);
    }
  }

  private static int crc32c(FileChannel in) throws IOException {
    CRC32C crc = new CRC32C();
    long size = in.size();
    for (long at = 0; at < size; at += MAP_LENGTH) {
      crc.update(in.map(FileChannel.MapMode.READ_ONLY, at, Math.min(MAP_LENGTH, size - at)));
    }
    return (int) crc.getValue();
  }

  /**
   * Hashes the object again.
   *
   * @throws TraceException.MissingObject if it is not here
   * @throws TraceException.Corrupt if its contents are not those of its name
   */
  public void verify(ObjectId id) {
    Path file = path(id);
    MessageDigest digest = sha256.get();
    try (RandomAccessFile in = TraceFiles.open(file)) {
      if (in == null) {
        throw new TraceException.MissingObject(objects, id);
      }
      byte[] buffer = new byte[BUFFER_LENGTH];
      int count;
      while ((count = in.read(buffer)) > 0) {
        digest.update(buffer, 0, count);
      }
    } catch (IOException e) {
      throw TraceException.input(file, e);
    }
    if (!ObjectId.of(digest.digest()).equals(id)) {
      throw new TraceException.Corrupt(file, 0, "its contents are not those of its name");
    }
  }
}
