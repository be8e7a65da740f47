package dev.jrr.tracee.kernel;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.nio.charset.StandardCharsets;

/**
 * The C library's functions that a session needs, called through jffi (the layer under jnr-ffi):
 * its Invoker costs the start of {@code jrr record} 10 ms less than jnr-ffi's generated interfaces,
 * and nothing a call. Every argument is a machine word; memory is named by its address.
 *
 * <p>Each function answers what the C function answers, or {@code -errno} where that is -1.
 */
public final class Libc {
  private static final Invoker INVOKER = Invoker.getInstance();
  private static final MemoryIO MEMORY = MemoryIO.getInstance();
  private static final Library LIBRARY = Library.getCachedInstance("libc.so.6", Library.LAZY);
  private static final CallContext[] CONTEXTS = new CallContext[7];

  private static final long PTRACE = symbol("ptrace");
  private static final long WAITPID = symbol("waitpid");
  private static final long PREAD = symbol("pread");
  private static final long PWRITE = symbol("pwrite");
  private static final long PROCESS_VM_READV = symbol("process_vm_readv");
  private static final long PROCESS_VM_WRITEV = symbol("process_vm_writev");

  static {
    for (int count = 0; count < CONTEXTS.length; count++) {
      Type[] words = new Type[count];
      java.util.Arrays.fill(words, Type.SINT64);
      CONTEXTS[count] =
          CallContext.getCallContext(Type.SINT64, words, CallingConvention.DEFAULT, true);
    }
  }

  private Libc() {}

  private static long symbol(String name) {
    long address = LIBRARY.getSymbolAddress(name);
    if (address == 0) {
      throw new IllegalStateException("the C library has no " + name);
    }
    return address;
  }

  /** The address of a function that is called off the hot path, for {@link #call}. */
  public static long function(String name) {
    return symbol(name);
  }

  /** Calls a function by address with up to six words; C's 32-bit results are sign-extended. */
  public static long call(long function, long... words) {
    long result =
        switch (words.length) {
          case 0 -> INVOKER.invokeL0(CONTEXTS[0], function);
          case 1 -> INVOKER.invokeL1(CONTEXTS[1], function, words[0]);
          case 2 -> INVOKER.invokeL2(CONTEXTS[2], function, words[0], words[1]);
          case 3 -> INVOKER.invokeL3(CONTEXTS[3], function, words[0], words[1], words[2]);
          case 4 -> INVOKER.invokeL4(CONTEXTS[4], function, words[0], words[1], words[2], words[3]);
          case 5 ->
              INVOKER.invokeL5(
                  CONTEXTS[5], function, words[0], words[1], words[2], words[3], words[4]);
          case 6 ->
              INVOKER.invokeL6(
                  CONTEXTS[6],
                  function,
                  words[0],
                  words[1],
                  words[2],
                  words[3],
                  words[4],
                  words[5]);
          default -> throw new IllegalArgumentException("at most six words");
        };
    return answer((int) result == -1 ? -1 : result);
  }

  private static long answer(long result) {
    return result == -1 ? -(long) LastError.getInstance().get() : result;
  }

  /** ptrace(2). Only {@link Ptrace} calls it. */
  static long ptrace(long request, long tid, long address, long data) {
    return answer(INVOKER.invokeL4(CONTEXTS[4], PTRACE, request, tid, address, data));
  }

  /** waitpid(2); {@code status} is the address of an int. */
  static long waitpid(int tid, long status, int options) {
    long result = INVOKER.invokeL3(CONTEXTS[3], WAITPID, tid, status, options);
    return answer((int) result);
  }

  /** pread(2). */
  public static long pread(int fd, long buffer, long count, long offset) {
    return answer(INVOKER.invokeL4(CONTEXTS[4], PREAD, fd, buffer, count, offset));
  }

  /** pwrite(2). */
  public static long pwrite(int fd, long buffer, long count, long offset) {
    return answer(INVOKER.invokeL4(CONTEXTS[4], PWRITE, fd, buffer, count, offset));
  }

  /**
   * process_vm_readv(2) of {@code remote} ranges at {@code theirs} into the one at {@code ours}.
   */
  public static long processVmReadv(int tid, long ours, long theirs, int remote) {
    return answer(INVOKER.invokeL6(CONTEXTS[6], PROCESS_VM_READV, tid, ours, 1, theirs, remote, 0));
  }

  /** process_vm_readv(2) of one range; {@code iovecs} is the address of two struct iovec. */
  public static long processVmReadv(int tid, long iovecs) {
    return answer(
        INVOKER.invokeL6(CONTEXTS[6], PROCESS_VM_READV, tid, iovecs, 1, iovecs + 16, 1, 0));
  }

  /** process_vm_writev(2) of one range; {@code iovecs} is the address of two struct iovec. */
  public static long processVmWritev(int tid, long iovecs) {
    return answer(
        INVOKER.invokeL6(CONTEXTS[6], PROCESS_VM_WRITEV, tid, iovecs, 1, iovecs + 16, 1, 0));
  }

  /** Raw memory of this process. */
  public static MemoryIO memory() {
    return MEMORY;
  }

  /** Memory that lives as long as this process. */
  public static long allocate(long size) {
    long address = MEMORY.allocateMemory(size, true);
    if (address == 0) {
      throw new OutOfMemoryError("native memory");
    }
    return address;
  }

  /**
   * A NUL-terminated copy of {@code text}, never freed: for the few strings of a session's start.
   */
  public static long string(String text) {
    return string(text.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #string(String)}, for bytes that need not be UTF-8. */
  public static long string(byte[] bytes) {
    long address = allocate(bytes.length + 1L);
    MEMORY.putByteArray(address, bytes, 0, bytes.length);
    MEMORY.putByte(address + bytes.length, (byte) 0);
    return address;
  }
}
