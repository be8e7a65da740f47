package dev.jrr.recorder;

import dev.jrr.layout.JrrLayout;
import dev.jrr.trace.FileIdentity;
import dev.jrr.trace.IdentityCache;
import dev.jrr.trace.ObjectId;
import dev.jrr.trace.TraceException;
import dev.jrr.tracee.SyscallBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Large files that are read in one recording after the other: records of reads name their contents
 * instead of holding them ({@link KeptFiles}). The first recording that reads a file only notes
 * that; the next one stores the file when the program has ended; those after it know it at the
 * first read. What is read once is in its trace and nowhere else.
 */
final class ReadFiles {
  /** Files of more bytes are not stored for this. */
  private static final long LARGEST = 1L << 31;

  /** So much is stored after one recording, bytes. */
  private static final long MOST = 1L << 32;

  /** And so many files, of which each has a descriptor until then. */
  private static final int MOST_FILES = 100;

  /** What is noted of a file: that it was read, and that it has been stored since. */
  private static final byte[] WAS_READ = {1};

  private static final byte[] WAS_STORED = {2};

  private final RecordSession session;
  private final KeptFiles kept;
  private @Nullable IdentityCache notes;

  /** What is to be stored, by descriptors of our own. */
  private final Map<FileIdentity, SteadyFile> toStore = new LinkedHashMap<>();

  private long bytesToStore;

  ReadFiles(RecordSession session, KeptFiles kept) {
    this.session = session;
    this.kept = kept;
  }

  /** The task stopped; perhaps its hook has met a file that is not among the kept ones. */
  void look(RecordedTask task) {
    int fd = SyscallBuffer.takeRead(task.memory());
    if (fd < 0 || session.failure() != null) {
      return;
    }
    SteadyFile file = SteadyFile.open(task.tid(), fd);
    if (file != null && !isLeftOpen(task, file)) {
      file.close();
    }
  }

  private boolean isLeftOpen(RecordedTask task, SteadyFile file) {
    FileIdentity identity = file.identity();
    byte[] noted = notes().get(identity);
    if (noted == null) {
      notes().put(identity, WAS_READ);
      return false;
    }
    // The store may have it for another reason, from a time at which it was written to unseen.
    ObjectId contents = Arrays.equals(noted, WAS_STORED) ? session.objects().known(identity) : null;
    if (contents != null) {
      kept.add(identity, contents, JrrLayout.KEPT_AS_READ);
      kept.tell(task);
      return false;
    }
    if (toStore.size() == MOST_FILES
        || toStore.containsKey(identity)
        || identity.size() > LARGEST
        || identity.size() > MOST - bytesToStore) {
      return false;
    }
    bytesToStore += identity.size();
    toStore.put(identity, file);
    return true;
  }

  private IdentityCache notes() {
    IdentityCache known = notes;
    if (known == null) {
      known = session.objects().cache("read");
      notes = known;
    }
    return known;
  }

  /** The recording is over: stores what was read before, too. */
  void store() {
    for (Map.Entry<FileIdentity, SteadyFile> entry : toStore.entrySet()) {
      FileIdentity identity = entry.getKey();
      try (SteadyFile file = entry.getValue()) {
        Path path = Path.of(file.path());
        session.objects().putAnew(path, identity);
        if (FileIdentity.of(path).equals(identity)) {
          notes().put(identity, WAS_STORED);
        }
      } catch (TraceException e) {
        // The trace is whole: the next one holds what is read, as this one does.
      }
    }
    toStore.clear();
  }
}
