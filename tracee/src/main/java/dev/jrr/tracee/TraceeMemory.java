package dev.jrr.tracee;

import com.kenai.jffi.MemoryIO;
import dev.jrr.tracee.kernel.Libc;
import dev.jrr.tracee.syscalls.MemoryView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one address space, through {@code /proc/<tid>/mem}: it reads and writes whatever
 * the protection is. Small transfers are one pread or pwrite; large ones use process_vm_readv and
 * process_vm_writev where they can, which are faster above a page. A short count says where the
 * mapped memory ends.
 */
public final class TraceeMemory implements AutoCloseable, MemoryView {
  /** Bytes of the transfer buffer. */
  private static final int CHUNK = 1 << 16;

  private static final long BUFFER = Libc.allocate(CHUNK);
  private static final long IOVECS = Libc.allocate(32);
  private static final long LINE_VECTORS = Libc.allocate(16 * 1024);
  private static final int SMALL = 4096;

  /** Of a task that has this memory: the descriptor stays as it is, what goes by ids does not. */
  private int tid;

  private int fd;

  /** Made when it is first needed: most memory is never asked about. */
  private @Nullable MappingQuery query;

  /** Where the kernel does not answer that: what is mapped, until that changes. */
  private @Nullable List<MemoryMaps.Mapping> mappings;

  /** Opens the memory of {@code tid} as it is now; an exec ends its use. */
  public TraceeMemory(int tid) {
    this.tid = tid;
    this.fd = ProcFile.open(tid, "mem", ProcFile.O_RDWR);
  }

  /** Whether the memory could be opened (the task was still there). */
  public boolean isOpen() {
    return fd >= 0;
  }

  /** The error number with which opening it failed, 0 if it did not. */
  public int openError() {
    return Math.max(0, -fd);
  }

  /** Whether it goes by the id of that task, which must have this memory as long as it does. */
  public boolean isOf(int task) {
    return tid == task;
  }

  /** The task that it went by leaves the memory, which {@code task} has, too. */
  public void passTo(int task) {
    tid = task;
  }

  @Override
  public int read(long address, byte[] into, int offset, int length) {
    MemoryIO memory = Libc.memory();
    int done = 0;
    while (done < length) {
      int part = Math.min(CHUNK, length - done);
      int got = (int) readChunk(address + done, part);
      if (got <= 0) {
        break;
      }
      memory.getByteArray(BUFFER, into, offset + done, got);
      done += got;
    }
    return done;
  }

  private long readChunk(long address, int length) {
    if (length > SMALL) {
      nameRanges(address, length);
      long got = Libc.processVmReadv(tid, IOVECS);
      if (got > 0) {
        return got;
      }
    }
    long got = Libc.pread(fd, BUFFER, length, address);
    if (got == length || length > SMALL && got > 0) {
      return got;
    }
    return got > 0 ? got : shortRead(address, length);
  }

  /** A pread that crosses into unmapped memory may fail as a whole: read up to the page's end. */
  private long shortRead(long address, int length) {
    long toPageEnd = 4096 - (address & 4095);
    return toPageEnd < length ? Libc.pread(fd, BUFFER, toPageEnd, address) : 0;
  }

  /** Writes; answers how many bytes could be written. */
  public int write(long address, byte[] from, int offset, int length) {
    int done = 0;
    while (done < length) {
      int part = Math.min(CHUNK, length - done);
      Libc.memory().putByteArray(BUFFER, from, offset + done, part);
      long put = writeChunk(address + done, part);
      if (put <= 0) {
        break;
      }
      done += (int) put;
    }
    return done;
  }

  private long writeChunk(long address, int length) {
    if (length > SMALL) {
      nameRanges(address, length);
      long put = Libc.processVmWritev(tid, IOVECS);
      if (put > 0) {
        return put; // up to what the program itself may not write
      }
    }
    return Libc.pwrite(fd, BUFFER, length, address);
  }

  /** Two struct iovec: the buffer's first {@code length} bytes, and those at {@code address}. */
  private static void nameRanges(long address, long length) {
    MemoryIO memory = Libc.memory();
    memory.putLong(IOVECS, BUFFER);
    memory.putLong(IOVECS + 8, length);
    memory.putLong(IOVECS + 16, address);
    memory.putLong(IOVECS + 24, length);
  }

  /**
   * Reads {@code addresses[from..to)}, lines of {@code size} bytes, to their places in {@code
   * into}; 64 KB at most.
   */
  public void readLines(long[] addresses, int from, int to, byte[] into, int size) {
    if (from == to) {
      return;
    }
    MemoryIO memory = Libc.memory();
    memory.putLong(IOVECS, BUFFER);
    memory.putLong(IOVECS + 8, (long) (to - from) * size);
    for (int index = from; index < to; index++) {
      memory.putLong(LINE_VECTORS + 16L * (index - from), addresses[index]);
      memory.putLong(LINE_VECTORS + 16L * (index - from) + 8, size);
    }
    long got = Libc.processVmReadv(tid, IOVECS, LINE_VECTORS, to - from);
    if (got == (long) (to - from) * size) {
      memory.getByteArray(BUFFER, into, from * size, (to - from) * size);
      return;
    }
    for (int index = from; index < to; index++) {
      read(addresses[index], into, index * size, size);
    }
  }

  /** Reads {@code length} bytes, or null where not all are mapped. */
  public byte @Nullable [] read(long address, int length) {
    byte[] bytes = new byte[length];
    return read(address, bytes, 0, length) == length ? bytes : null;
  }

  /** Whether the program may store there: by its mappings, since this class may store anywhere. */
  @Override
  public boolean writable(long address) {
    if (query == null) {
      query = MappingQuery.of(tid);
    }
    return query == null ? isWritableByMaps(address) : query.isWritable(address);
  }

  /** The program has mapped, unmapped or protected something, or may have. */
  public void mappingsChanged() {
    mappings = null;
  }

  private boolean isWritableByMaps(long address) {
    List<MemoryMaps.Mapping> known = mappings;
    if (known == null) {
      known = MemoryMaps.read(tid);
      mappings = known;
    }
    for (MemoryMaps.Mapping mapping : known) {
      if (Long.compareUnsigned(address, mapping.end()) < 0) {
        boolean inside = Long.compareUnsigned(address, mapping.start()) >= 0;
        return inside ? (mapping.protection() & 2) != 0 : mapping.name().equals("[stack]");
      }
    }
    return false;
  }

  /**
   * Whether the kernel could store {@code bytes}, which are there now, for task {@code id} of this
   * memory: unlike this class it keeps to the protection. It is tried.
   */
  public static boolean isStorable(int id, long address, byte[] bytes) {
    MemoryIO memory = Libc.memory();
    memory.putByteArray(BUFFER, bytes, 0, bytes.length);
    nameRanges(address, bytes.length);
    return Libc.processVmWritev(id, IOVECS) == bytes.length;
  }

  /** The word at {@code address}; 0 where nothing is mapped. */
  public long word(long address) {
    return Libc.pread(fd, BUFFER, 8, address) == 8 ? Libc.memory().getLong(BUFFER) : 0;
  }

  /** Writes a word; false where nothing is mapped. */
  public boolean writeWord(long address, long value) {
    Libc.memory().putLong(BUFFER, value);
    return Libc.pwrite(fd, BUFFER, 8, address) == 8;
  }

  /** A NUL-terminated string of at most {@code limit} bytes, or null where it is not mapped. */
  public @Nullable String readString(long address, int limit) {
    byte[] bytes = new byte[limit];
    int length = 0;
    while (length < limit) {
      int part = (int) Math.min(limit - length, 256 - (address + length & 255));
      int got = read(address + length, bytes, length, part);
      for (int end = length + got; length < end; length++) {
        if (bytes[length] == 0) {
          return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
      }
      if (got < part) {
        return null;
      }
    }
    return new String(bytes, 0, limit, StandardCharsets.UTF_8);
  }

  /** Closes the descriptor. */
  @Override
  public void close() {
    if (query != null) {
      query.close();
      query = null;
    }
    if (fd >= 0) {
      ProcFile.close(fd);
      fd = -1;
    }
  }
}
