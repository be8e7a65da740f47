package dev.jrr.tracee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jrr.layout.JrrLayout;
import dev.jrr.tracee.syscalls.SyscallTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records as the hook would have written them. */
class BufferedRecordsTest {
  private static final int GETPID = SyscallTable.numberOf("getpid");
  private static final int BRK = SyscallTable.numberOf("brk");
  private static final int READ = SyscallTable.numberOf("read");
  private static final int FUTEX = SyscallTable.numberOf("futex");
  private static final int CLOCK_GETTIME = SyscallTable.numberOf("clock_gettime");
  private static final int RDTSC = (int) JrrLayout.RECORD_RDTSC;
  private static final byte[] NOTHING = {};

  private final ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

  private BufferedRecordsTest add(int number, long result, long note, byte[] data) {
    int padded = (data.length + 7) / 8 * 8;
    bytes.putInt((int) JrrLayout.RECORD_HEAD + padded).putInt(number).putLong(result);
    bytes.putInt(0).putInt((int) note).put(Arrays.copyOf(data, padded));
    return this;
  }

  private BufferedRecords records() {
    return new BufferedRecords(Arrays.copyOf(bytes.array(), bytes.position()));
  }

  private static byte[] arguments(byte[] contents, long... values) {
    ByteBuffer words =
        ByteBuffer.allocate(6 * Long.BYTES + contents.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      words.putLong(value);
    }
    words.position(6 * Long.BYTES);
    return words.put(contents).array();
  }

  private static byte[] sha256(int of) {
    byte[] digest = new byte[32];
    Arrays.fill(digest, (byte) of);
    return digest;
  }

  @Test
  void nothingIsNotedInNone() {
    assertThat(records().noted()).isEmpty();
    assertThat(records().changes()).isEmpty();
    assertThat(records().timeStamps()).isZero();
    assertThat(records().areFutexCalls()).isTrue();
  }

  @Test
  void callsAreNotedThatChangeMemoryOrTell() {
    add(GETPID, 7, 0, NOTHING);
    int second = bytes.position();
    add(BRK, 0x2000, JrrLayout.NOTE_CHANGES, arguments(NOTHING, 0x2000, 0x1000));
    add(GETPID, 7, JrrLayout.NOTE_TELLS, arguments(NOTHING, 1));
    assertThat(records().noted())
        .extracting(BufferedRecords.NotedCall::number)
        .containsExactly(BRK, GETPID);
    assertThat(records().changes()).containsOnlyKeys((long) second);
    BufferedRecords.NotedCall call = records().notedAt(second);
    assertThat(call.result()).isEqualTo(0x2000);
    assertThat(call.arguments()).containsExactly(0x2000, 0x1000, 0, 0, 0, 0);
    assertThat(call.contents()).isEmpty();
  }

  @Test
  void runsOfReadsNameTheirContentsOnce() {
    for (int of : new int[] {1, 1, 2, 1}) {
      add(READ, 9, JrrLayout.NOTE_NAMES, arguments(sha256(of), 3, 0, 9, 0));
    }
    assertThat(records().namedContents()).containsExactly(sha256(1), sha256(2), sha256(1));
    assertThat(records().notedAt(0).contents()).isEqualTo(sha256(1));
  }

  @Test
  void whatIsPrintedHasItsStream() {
    add(1, 3, 2, "ab\n".getBytes(StandardCharsets.US_ASCII)).add(1, 1, 0, NOTHING);
    add(1, 2, 1, "c\n".getBytes(StandardCharsets.US_ASCII));
    List<String> printed = new ArrayList<>();
    records()
        .forEachPrinted(
            (stream, text) -> printed.add(stream + new String(text, StandardCharsets.US_ASCII)));
    assertThat(printed).containsExactly("2ab\n", "1c\n");
  }

  @Test
  void eachKindIsFoundAfterAnotherWasLookedFor() {
    add(GETPID, 7, 0, NOTHING).add(1, 2, 1, "c\n".getBytes(StandardCharsets.US_ASCII));
    int third = bytes.position();
    add(BRK, 0x2000, JrrLayout.NOTE_CHANGES, arguments(NOTHING, 0x2000, 0x1000));
    BufferedRecords records = records();
    assertThat(records.namedContents()).isEmpty();
    assertThat(records.changes()).containsOnlyKeys((long) third);
    List<Integer> streams = new ArrayList<>();
    records.forEachPrinted((stream, text) -> streams.add(stream));
    assertThat(streams).containsExactly(1);
    assertThat(records.namedContents()).isEmpty();
  }

  @Test
  void readsOfTheTimeAreCountedFromTheEnd() {
    add(CLOCK_GETTIME, 0, 0, new byte[16]).add(GETPID, 7, 0, NOTHING);
    add(CLOCK_GETTIME, 0, 0, new byte[16]).add(RDTSC, 99, 0, NOTHING);
    assertThat(records().timeReadsAtEnd()).isEqualTo(2);
    assertThat(records().timeStamps()).isEqualTo(1);
  }

  @Test
  void othersThanFutexCallsAreSeen() {
    assertThat(add(FUTEX, 1, 0, NOTHING).records().areFutexCalls()).isTrue();
    assertThat(add(GETPID, 1, 0, NOTHING).records().areFutexCalls()).isFalse();
  }

  @Test
  void damagedRecordsAreNotGoneThroughForEver() {
    add(GETPID, 7, 0, NOTHING).add(GETPID, 7, 0, NOTHING);
    for (int size : new int[] {0, -24, 8, 23, 32, Integer.MAX_VALUE}) {
      bytes.putInt((int) JrrLayout.RECORD_HEAD, size);
      assertThatThrownBy(() -> records().noted())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("damaged at byte 24");
      assertThatThrownBy(() -> records().namedContents())
          .hasMessageContaining("damaged at byte 24");
    }
  }
}
