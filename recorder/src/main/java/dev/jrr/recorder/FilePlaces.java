package dev.jrr.recorder;

import dev.jrr.trace.FileIdentity;
import dev.jrr.trace.IdentityCache;
import dev.jrr.tracee.MemoryMaps;
import dev.jrr.tracee.code.FarBranches;
import dev.jrr.tracee.code.SiteCode;
import dev.jrr.tracee.code.SyscallStub;
import dev.jrr.tracee.syscalls.MemoryView;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Where in one file calls are made from, by offset, and what is known of the code there. */
final class FilePlaces {
  /** Of what is kept: grows when its form does, or when {@link SiteCode#at} gets stricter. */
  private static final byte FORMAT = 2;

  /** Of a place, instead of how often calls were trapped there: it was patched, or cannot be. */
  private static final byte PATCHED = 0;

  private static final byte REFUSED = -1;

  /** What follows is no place but the branches of a stretch of code. */
  private static final byte BRANCHES = -2;

  /** So many places of a file are kept, of each kind. */
  private static final int MOST = 1000;

  /** A place of each kind. */
  private static final int MOST_ENCODED =
      3 * (Long.BYTES + 1) + Integer.BYTES + SiteCode.MOST_ENCODED;

  /**
   * A place's code, the digest of the code that was around it, and its stub where it was patched
   * last.
   */
  record Known(SiteCode code, int surroundings, @Nullable SyscallStub stub) {
    /** What {@link #surroundings} has for that code. */
    static int digest(byte[] surroundings) {
      CRC32C crc = new CRC32C();
      crc.update(surroundings);
      return (int) crc.getValue();
    }
  }

  /** Null where it was not found: then nothing is kept. */
  private final @Nullable FileIdentity file;

  /** How often calls were trapped at places that are not patched, in whichever processes. */
  private final Map<Long, Integer> traps = new TreeMap<>();

  /** The places that cannot be patched. */
  private final Set<Long> refused = new TreeSet<>();

  /** The places that were patched. */
  private final Map<Long, Known> known = new TreeMap<>();

  /** The branches of its code, so far as it was looked at. */
  private final List<FarBranches> branches = new ArrayList<>(1);

  /** There is something that later recordings should know. */
  private boolean isNew;

  FilePlaces(@Nullable FileIdentity file) {
    this.file = file;
  }

  /** The version of the file. */
  @Nullable FileIdentity file() {
    return file;
  }

  /** A call was trapped there; how often that was so. */
  int trapped(long offset) {
    int count = traps.merge(offset, 1, Integer::sum);
    isNew |= count <= HotPlaces.TRAPS && !known.containsKey(offset) && !isRefused(offset);
    return count;
  }

  /** It cannot be patched: no process tries again. */
  void refused(long offset) {
    isNew |= refused.add(offset);
  }

  boolean isRefused(long offset) {
    return refused.contains(offset);
  }

  /** It was patched. */
  void patched(long offset, Known place) {
    isNew |= known.put(offset, place) == null;
  }

  /**
   * The branches of the file's code that is mapped there, in memory without patches; null where the
   * task has been killed, and nothing can be read.
   */
  @Nullable FarBranches branches(MemoryMaps.Mapping mapping, MemoryView memory) {
    long from = mapping.offset();
    for (FarBranches some : branches) {
      if (some.cover(from, from + mapping.length())) {
        return some;
      }
    }
    FarBranches found = FarBranches.find(mapping.start(), mapping.end(), from, memory);
    if (memory.bytes(mapping.start(), 1) == null) {
      return null;
    }
    branches.add(found);
    isNew = true;
    return found;
  }

  /** What is known of the place; null if that is nothing, or it cannot be patched. */
  @Nullable Known known(long offset) {
    return known.get(offset);
  }

  void read(IdentityCache cache) {
    byte[] kept = file == null ? null : cache.get(file);
    if (kept != null) {
      decode(kept);
    }
  }

  void write(IdentityCache cache) {
    if (isNew && file != null) {
      read(cache); // what others that ran meanwhile found
      cache.put(file, encode());
    }
  }

  /**
   * The format, the branches, and of each place how often calls were trapped there, or what else is
   * known, and its offset; of one that was patched the digest of its surroundings and its code.
   */
  byte[] encode() {
    int length = 1 + MOST * MOST_ENCODED;
    for (FarBranches some : branches) {
      length += 1 + some.encodedLength();
    }
    ByteBuffer to = ByteBuffer.allocate(length);
    to.put(FORMAT);
    for (FarBranches some : branches) {
      if (some.areFew()) {
        some.encode(to.put(BRANCHES));
      }
    }
    known.entrySet().stream()
        .limit(MOST)
        .forEach(
            place -> {
              to.put(PATCHED).putLong(place.getKey()).putInt(place.getValue().surroundings());
              place.getValue().code().encode(to);
            });
    refused.stream().limit(MOST).forEach(offset -> to.put(REFUSED).putLong(offset));
    traps.entrySet().stream()
        .filter(place -> !known.containsKey(place.getKey()) && !isRefused(place.getKey()))
        .limit(MOST)
        .forEach(
            place ->
                to.put((byte) Math.min(place.getValue(), HotPlaces.TRAPS)).putLong(place.getKey()));
    return Arrays.copyOf(to.array(), to.position());
  }

  /** Adds what is kept; nothing, or less, where another version of jrr wrote it. */
  void decode(byte[] kept) {
    ByteBuffer from = ByteBuffer.wrap(kept);
    try {
      boolean isOurs = from.get() == FORMAT;
      while (isOurs && from.hasRemaining()) {
        decodeOne(from);
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      // Nothing here is needed: it is found again.
    }
  }

  private void decodeOne(ByteBuffer from) {
    byte kind = from.get();
    if (kind == BRANCHES) {
      FarBranches some = FarBranches.decode(from);
      if (branches.stream().noneMatch(others -> others.cover(some))) {
        branches.add(some);
      }
      return;
    }
    long offset = from.getLong();
    switch (kind) {
      case PATCHED -> {
        int surroundings = from.getInt();
        known.putIfAbsent(offset, new Known(SiteCode.decode(from), surroundings, null));
      }
      case REFUSED -> refused.add(offset);
      default -> traps.merge(offset, (int) kind, Math::max);
    }
  }
}
