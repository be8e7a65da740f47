package dev.jrr.gdbserver;

import dev.jrr.gdbserver.target.GeneralRegister;
import dev.jrr.gdbserver.target.RegisterFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A processor that knows a dozen of x86-64's instructions: enough to run {@code counting.s}. It has
 * no nondeterminism, so going back is starting again and going less far.
 */
final class TinyMachine {
  static final long STACK_TOP = 0x7fff_0000_0000L;
  private static final int STACK_BYTES = 0x1000;
  private static final int XSAVE_BYTES = 2696;
  private static final int ZERO_FLAG = 0x40;

  /** ModRM's register numbers. */
  private static final GeneralRegister[] BY_NUMBER = {
    GeneralRegister.RAX, GeneralRegister.RCX, GeneralRegister.RDX, GeneralRegister.RBX,
    GeneralRegister.RSP, GeneralRegister.RBP, GeneralRegister.RSI, GeneralRegister.RDI
  };

  private final NavigableMap<Long, byte[]> initialMemory = new TreeMap<>();
  private final NavigableMap<Long, byte[]> memory = new TreeMap<>();
  private final Map<GeneralRegister, Long> registers = new EnumMap<>(GeneralRegister.class);
  private final long entry;
  private byte[] xsave = new byte[XSAVE_BYTES];
  private OptionalLong lastWrite = OptionalLong.empty();

  private TinyMachine(NavigableMap<Long, byte[]> segments, long entry) {
    initialMemory.putAll(segments);
    initialMemory.put(STACK_TOP - STACK_BYTES, new byte[STACK_BYTES]);
    this.entry = entry;
    reset();
  }

  /** A machine with code and a page of data. */
  static TinyMachine of(long codeAddress, byte[] code, long dataAddress) {
    TreeMap<Long, byte[]> segments = new TreeMap<>();
    segments.put(codeAddress, code);
    segments.put(dataAddress, new byte[0x1000]);
    return new TinyMachine(segments, codeAddress);
  }

  /** A machine with the loadable segments of a static ELF file (elf(5)). */
  static TinyMachine ofElf(byte[] file) {
    ByteBuffer elf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    long entry = elf.getLong(24);
    int headers = (int) elf.getLong(32);
    int size = elf.getShort(54);
    int count = elf.getShort(56);
    TreeMap<Long, byte[]> segments = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      int at = headers + i * size;
      if (elf.getInt(at) == 1) {
        int offset = (int) elf.getLong(at + 8);
        int inFile = (int) elf.getLong(at + 32);
        byte[] content = Arrays.copyOfRange(file, offset, offset + inFile);
        segments.put(elf.getLong(at + 16), Arrays.copyOf(content, (int) elf.getLong(at + 40)));
      }
    }
    return new TinyMachine(segments, entry);
  }

  /** Back to the entry point. */
  void reset() {
    memory.clear();
    initialMemory.forEach((address, bytes) -> memory.put(address, bytes.clone()));
    for (GeneralRegister register : GeneralRegister.values()) {
      registers.put(register, 0L);
    }
    set(GeneralRegister.RIP, entry);
    set(GeneralRegister.RSP, STACK_TOP - 0x100);
    set(GeneralRegister.ORIG_RAX, -1L);
    set(GeneralRegister.FS_BASE, 0x1234_5678L);
    set(GeneralRegister.CS, 0x33);
    xsave = new byte[XSAVE_BYTES];
  }

  long entry() {
    return entry;
  }

  long get(GeneralRegister register) {
    return registers.get(register);
  }

  void set(GeneralRegister register, long value) {
    registers.put(register, value);
  }

  RegisterFile registerFile() {
    long[] words = new long[GeneralRegister.COUNT];
    registers.forEach((register, value) -> words[register.ordinal()] = value);
    return RegisterFile.copyOf(words, xsave);
  }

  void setRegisterFile(RegisterFile file) {
    for (GeneralRegister register : GeneralRegister.values()) {
      set(register, file.get(register));
    }
    xsave = file.xsave();
  }

  /** Up to {@code lengthBytes} bytes, none when nothing is mapped there. */
  byte[] read(long address, int lengthBytes) {
    Map.Entry<Long, byte[]> segment = memory.floorEntry(address);
    if (segment == null) {
      return new byte[0];
    }
    long offset = address - segment.getKey();
    int length = segment.getValue().length;
    if (offset < 0 || offset >= length) {
      return new byte[0];
    }
    int from = (int) offset;
    return Arrays.copyOfRange(
        segment.getValue(), from, from + Math.min(lengthBytes, length - from));
  }

  /** Writes all or nothing; says which. */
  boolean write(long address, byte[] bytes) {
    if (read(address, bytes.length).length < bytes.length) {
      return false;
    }
    Map.Entry<Long, byte[]> segment = memory.floorEntry(address);
    int offset = (int) (address - segment.getKey());
    System.arraycopy(bytes, 0, segment.getValue(), offset, bytes.length);
    return true;
  }

  /** The address that the last instruction wrote to, if it did. */
  OptionalLong lastWrite() {
    return lastWrite;
  }

  /** Whether the next instruction is the one that ends the program. */
  boolean atEnd() {
    byte[] code = read(get(GeneralRegister.RIP), 2);
    return code.length == 2 && code[0] == 0x0f && code[1] == 0x05;
  }

  /** Executes one instruction. */
  void step() {
    lastWrite = OptionalLong.empty();
    long at = get(GeneralRegister.RIP);
    ByteBuffer code = ByteBuffer.wrap(Arrays.copyOf(read(at, 8), 8)).order(ByteOrder.LITTLE_ENDIAN);
    int first = code.get() & 0xff;
    switch (first) {
      case 0x90 -> next(at + 1);
      case 0xeb -> next(at + 2 + code.get());
      case 0x75 -> {
        int distance = code.get();
        boolean zero = (get(GeneralRegister.EFLAGS) & ZERO_FLAG) != 0;
        next(at + 2 + (zero ? 0 : distance));
      }
      case 0xe8 -> {
        push(at + 5);
        next(at + 5 + code.getInt());
      }
      case 0xc3 -> next(pop());
      case 0x55 -> {
        push(get(GeneralRegister.RBP));
        next(at + 1);
      }
      case 0x5d -> {
        set(GeneralRegister.RBP, pop());
        next(at + 1);
      }
      case 0x48 -> wide(at, code);
      default -> throw unknown(at, first);
    }
  }

  /** Instructions with a REX.W prefix. */
  private void wide(long at, ByteBuffer code) {
    int opcode = code.get() & 0xff;
    int modrm = code.get() & 0xff;
    GeneralRegister operand = BY_NUMBER[modrm & 7];
    switch (opcode) {
      case 0xc7 -> {
        set(operand, code.getInt());
        next(at + 7);
      }
      case 0xff -> {
        set(operand, get(operand) + 1);
        next(at + 3);
      }
      case 0x83 -> {
        boolean equal = get(operand) == code.get();
        set(GeneralRegister.EFLAGS, equal ? ZERO_FLAG : 0);
        next(at + 4);
      }
      case 0x89 -> {
        GeneralRegister source = BY_NUMBER[modrm >> 3 & 7];
        if (modrm >> 6 == 3) {
          set(operand, get(source));
          next(at + 3);
        } else {
          store(at + 7 + code.getInt(), get(source));
          next(at + 7);
        }
      }
      default -> throw unknown(at, opcode);
    }
  }

  private static IllegalStateException unknown(long at, int opcode) {
    return new IllegalStateException(
        "the tiny machine does not know " + Integer.toHexString(opcode) + " at " + at);
  }

  private void next(long address) {
    set(GeneralRegister.RIP, address);
  }

  private void push(long value) {
    set(GeneralRegister.RSP, get(GeneralRegister.RSP) - 8);
    store(get(GeneralRegister.RSP), value);
  }

  private long pop() {
    byte[] bytes = read(get(GeneralRegister.RSP), 8);
    set(GeneralRegister.RSP, get(GeneralRegister.RSP) + 8);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private void store(long address, long value) {
    lastWrite = OptionalLong.of(address);
    write(address, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }
}
