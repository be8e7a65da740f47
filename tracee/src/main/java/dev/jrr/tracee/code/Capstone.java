package dev.jrr.tracee.code;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Capstone library's functions, called through jffi like {@link dev.jrr.tracee.kernel.Libc}:
 * every argument a machine word. Safe for all threads; the handles it gives out are not.
 */
final class Capstone {
  private static final List<String> NAMES =
      List.of("libcapstone.so.4", "libcapstone.so.5", "libcapstone.so");

  /** cs_arch, cs_mode, cs_opt_type and cs_opt_value of capstone.h. */
  private static final int ARCH_X86 = 3;

  private static final int MODE_64 = 1 << 3;
  private static final int OPTION_DETAIL = 2;
  private static final int ON = 3;

  private static final Invoker INVOKER = Invoker.getInstance();
  private static final MemoryIO MEMORY = MemoryIO.getInstance();
  private static final CallContext[] CONTEXTS = new CallContext[6];

  static {
    for (int count = 0; count < CONTEXTS.length; count++) {
      Type[] words = new Type[count];
      Arrays.fill(words, Type.SINT64);
      CONTEXTS[count] =
          CallContext.getCallContext(Type.SINT64, words, CallingConvention.DEFAULT, false);
    }
  }

  private static @Nullable Capstone loaded;

  /** Held, because jffi unloads a library that is not reachable any more. */
  private final Library library;

  private final CapstoneLayout layout;
  private final int version;
  private final long disassemble;
  private final String[] registerNames;

  private Capstone(Library library, int version, CapstoneLayout layout) {
    this.library = library;
    this.version = version;
    this.layout = layout;
    this.disassemble = symbol("cs_disasm_iter");
    this.registerNames = readRegisterNames();
  }

  /** The library, loaded by the first call that succeeds. */
  static synchronized Capstone get() {
    if (loaded == null) {
      loaded = load(NAMES);
    }
    return loaded;
  }

  /** Loads the first library of {@code names} that there is. */
  static Capstone load(List<String> names) {
    for (String name : names) {
      Library library = Library.openLibrary(name, Library.LAZY | Library.LOCAL);
      if (library != null) {
        return checked(name, library);
      }
    }
    throw new CapstoneMissingException("cannot load " + String.join(", ", names));
  }

  private static Capstone checked(String name, Library library) {
    long function = library.getSymbolAddress("cs_version");
    if (function == 0) {
      throw new CapstoneMissingException(name + " has no cs_version");
    }
    int version = (int) INVOKER.invokeL2(CONTEXTS[2], function, 0, 0);
    Capstone capstone = new Capstone(library, version, layoutOf(name, version));
    try (Disassembler probe = new Disassembler(capstone)) {
      probe.checkLayout();
    }
    return capstone;
  }

  /** {@code version} is cs_version's: the major number times 256 plus the minor one. */
  static CapstoneLayout layoutOf(String name, int version) {
    return switch (version >> 8) {
      case 4 -> CapstoneLayout.VERSION_4;
      case 5 -> CapstoneLayout.VERSION_5;
      default ->
          throw new CapstoneMissingException(
              name + " is version " + (version >> 8) + "." + (version & 0xff));
    };
  }

  CapstoneLayout layout() {
    return layout;
  }

  String version() {
    return (version >> 8) + "." + (version & 0xff);
  }

  /** cs_open for 64-bit code, with detail. */
  long open() {
    long pointer = allocate(8);
    try {
      int error =
          (int) INVOKER.invokeL3(CONTEXTS[3], symbol("cs_open"), ARCH_X86, MODE_64, pointer);
      if (error != 0) {
        throw new CapstoneMissingException("cs_open fails with cs_err " + error);
      }
      long handle = MEMORY.getLong(pointer);
      error = (int) INVOKER.invokeL3(CONTEXTS[3], symbol("cs_option"), handle, OPTION_DETAIL, ON);
      if (error != 0) {
        close(handle);
        throw new CapstoneMissingException("Capstone gives no detail: cs_err " + error);
      }
      return handle;
    } finally {
      MEMORY.freeMemory(pointer);
    }
  }

  /** cs_close. */
  void close(long handle) {
    long pointer = allocate(8);
    MEMORY.putLong(pointer, handle);
    INVOKER.invokeL1(CONTEXTS[1], symbol("cs_close"), pointer);
    MEMORY.freeMemory(pointer);
  }

  /** cs_malloc: one cs_insn with its cs_detail. */
  long newInstruction(long handle) {
    long instruction = INVOKER.invokeL1(CONTEXTS[1], symbol("cs_malloc"), handle);
    if (instruction == 0) {
      throw new OutOfMemoryError("native memory");
    }
    return instruction;
  }

  /** cs_free. */
  void free(long instruction) {
    INVOKER.invokeL2(CONTEXTS[2], symbol("cs_free"), instruction, 1);
  }

  /** cs_disasm_iter: the three are addresses of words that it reads and moves on. */
  boolean disassemble(long handle, long code, long size, long address, long instruction) {
    long result =
        INVOKER.invokeL5(CONTEXTS[5], disassemble, handle, code, size, address, instruction);
    return (result & 0xff) != 0;
  }

  /** The name of one of Capstone's register numbers (they differ between versions). */
  String registerName(int number) {
    return number < registerNames.length ? registerNames[number] : "register " + number;
  }

  private String[] readRegisterNames() {
    long handle = open();
    try {
      long function = symbol("cs_reg_name");
      List<String> names = new java.util.ArrayList<>(List.of(""));
      for (long text = 1; text != 0; ) {
        text = INVOKER.invokeL2(CONTEXTS[2], function, handle, names.size());
        if (text != 0) {
          names.add(new String(MEMORY.getZeroTerminatedByteArray(text), StandardCharsets.US_ASCII));
        }
      }
      return names.toArray(new String[0]);
    } finally {
      close(handle);
    }
  }

  private long symbol(String name) {
    long address = library.getSymbolAddress(name);
    if (address == 0) {
      throw new CapstoneMissingException("Capstone " + version() + " has no " + name);
    }
    return address;
  }

  /** Native memory, cleared; the caller frees it. */
  static long allocate(long size) {
    long address = MEMORY.allocateMemory(size, true);
    if (address == 0) {
      throw new OutOfMemoryError("native memory");
    }
    return address;
  }
}
