package dev.jrr.recorder;

import dev.jrr.layout.JrrLayout;
import dev.jrr.tracee.syscalls.SyscallTable;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads of {@code /proc/<pid>/maps} and {@code smaps}: answered from a copy without jrr's own
 * mappings, taken when the file is read from its start.
 */
final class ProcFiles implements SpecialCall {
  private static final int READ = SyscallTable.numberOf("read");
  private static final int LSEEK = SyscallTable.numberOf("lseek");

  @Override
  public void enter(RecordedTask task, PendingCall call) {
    int fd = (int) call.argument(0);
    if (!(task.process.descriptors.get(fd) instanceof Descriptors.Target.Listing listing)) {
      return;
    }
    if (call.number() == LSEEK) {
      if (call.argument(2) <= 1) {
        long base = call.argument(2) == 1 ? listing.position : 0;
        listing.position = Math.max(0, base + call.argument(1));
        call.emulatedResult = listing.position;
      }
      return;
    }
    boolean sequential = call.number() == READ;
    long position = sequential ? listing.position : call.argument(3);
    if (position == 0) {
      listing.text = filtered("/proc/" + task.tid() + "/fd/" + fd);
    }
    int from = (int) Math.min(position, listing.text.length);
    int count = (int) Math.min(Math.max(call.argument(2), 0), listing.text.length - from);
    byte[] bytes = Arrays.copyOfRange(listing.text, from, from + count);
    int put = task.memory().write(call.argument(1), bytes, 0, count);
    if (put < count) {
      return; // the kernel says EFAULT
    }
    call.emulatedResult = (long) count;
    if (sequential) {
      listing.position += count;
    }
  }

  private static byte[] filtered(String file) {
    byte[] text;
    try (FileInputStream in = new FileInputStream(file)) {
      text = in.readAllBytes();
    } catch (IOException gone) {
      return new byte[0];
    }
    ByteArrayOutputStream kept = new ByteArrayOutputStream(text.length);
    boolean dropping = false;
    int start = 0;
    for (int index = 0; index < text.length; index++) {
      if (text[index] != '\n') {
        continue;
      }
      long address = mappingStart(text, start, index);
      if (address >= 0) {
        dropping = address >= JrrLayout.JRR_BASE && address < JrrLayout.JRR_END;
      }
      if (!dropping) {
        kept.write(text, start, index + 1 - start);
      }
      start = index + 1;
    }
    return kept.toByteArray();
  }

  /** The first address of a line {@code <hex>-<hex> ...}; -1 where the line is another one. */
  private static long mappingStart(byte[] text, int from, int to) {
    long address = 0;
    for (int at = from; at < to; at++) {
      int digit = Character.digit(text[at], 16);
      if (digit < 0) {
        return at > from && text[at] == '-' ? address & Long.MAX_VALUE : -1;
      }
      address = address << 4 | digit;
    }
    return -1;
  }
}
