package dev.jrr.gdbserver.registers;

import dev.jrr.gdbserver.target.GeneralRegister;
import dev.jrr.gdbserver.target.XsaveComponent;
import dev.jrr.gdbserver.target.XsaveLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All registers that gdb is told of for one kind of processor, in gdb's order. */
public final class RegisterTable {
  private static final List<String> CORE =
      List.of(
          "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp", "r8", "r9", "r10", "r11", "r12",
          "r13", "r14", "r15", "rip", "eflags", "cs", "ss", "ds", "es", "fs", "gs");

  /** Types of general registers that are not plain 64-bit numbers, and how long they are. */
  private static final Map<String, String> CORE_TYPES =
      Map.of("rbp", "data_ptr", "rsp", "data_ptr", "rip", "code_ptr", "eflags", "i386_eflags");

  private static final int FIRST_32_BIT = CORE.indexOf("eflags");

  /**
   * The x87 control registers in gdb's order: name, then offset and length in the legacy region.
   * The two segments lie in the upper halves of the 64-bit pointers there.
   */
  private record ControlWord(String name, int offset, int storedBytes) {}

  private static final List<ControlWord> X87_CONTROL =
      List.of(
          new ControlWord("fctrl", 0, 2),
          new ControlWord("fstat", 2, 2),
          new ControlWord("ftag", 4, 1),
          new ControlWord("fiseg", 12, 2),
          new ControlWord("fioff", 8, 4),
          new ControlWord("foseg", 20, 2),
          new ControlWord("fooff", 16, 4),
          new ControlWord("fop", 6, 2));

  private static final int X87_STACK_OFFSET = 32;
  private static final int X87_STRIDE = 16;
  private static final int X87_BYTES = 10;

  private final XsaveLayout layout;
  private final List<Register> all = new ArrayList<>();
  private final List<Feature> features = new ArrayList<>();

  /** The registers of one feature of the target description. */
  record Feature(String name, List<String> types, List<Register> registers) {}

  /** The table for a processor. */
  public RegisterTable(XsaveLayout layout) {
    this.layout = layout;
    feature("core", List.of(DescriptionTypes.EFLAGS), this::addCore);
    feature("sse", List.of(DescriptionTypes.VEC128, DescriptionTypes.MXCSR), this::addSse);
    feature("linux", List.of(), () -> general("orig_rax", 8, "int"));
    feature("segments", List.of(), this::addSegments);
    if (layout.has(XsaveComponent.AVX)) {
      feature(
          "avx", List.of(), () -> slices("ymm%dh", 0, XsaveComponent.AVX, 16, 16, 0, "uint128"));
    }
    if (layout.has(XsaveComponent.AVX) && hasAvx512()) {
      feature(
          "avx512", List.of(DescriptionTypes.VEC128, DescriptionTypes.V2UI128), this::addAvx512);
    }
    if (layout.has(XsaveComponent.PKRU)) {
      feature("pkeys", List.of(), () -> slices("pkru", 0, XsaveComponent.PKRU, 1, 4, 0, "uint32"));
    }
  }

  private boolean hasAvx512() {
    return layout.has(XsaveComponent.OPMASK)
        && layout.has(XsaveComponent.ZMM_HI256)
        && layout.has(XsaveComponent.HI16_ZMM);
  }

  private void feature(String name, List<String> types, Runnable registers) {
    int first = all.size();
    registers.run();
    features.add(
        new Feature(
            "org.gnu.gdb.i386." + name, types, List.copyOf(all.subList(first, all.size()))));
  }

  private void addCore() {
    for (int i = 0; i < CORE.size(); i++) {
      String name = CORE.get(i);
      int lengthBytes = i < FIRST_32_BIT ? 8 : 4;
      String plain = lengthBytes == 8 ? "int64" : "int32";
      general(name, lengthBytes, CORE_TYPES.getOrDefault(name, plain));
    }
    for (int i = 0; i < 8; i++) {
      XsaveSlice slice = x87(X87_STACK_OFFSET + X87_STRIDE * i);
      add("st" + i, X87_BYTES, "i387_ext", new RegisterSource.Stored(slice, X87_BYTES));
    }
    for (ControlWord word : X87_CONTROL) {
      RegisterSource source =
          word.name().equals("ftag")
              ? new RegisterSource.TagWord()
              : new RegisterSource.Stored(x87(word.offset()), word.storedBytes());
      add(word.name(), 4, "int", source);
    }
  }

  private void addSse() {
    slices("xmm%d", 0, XsaveComponent.SSE, 16, 16, 0, "vec128");
    add("mxcsr", 4, "i386_mxcsr", new RegisterSource.Stored(x87(XsaveSlice.MXCSR_OFFSET), 4));
  }

  private void addSegments() {
    general("fs_base", 8, "int");
    general("gs_base", 8, "int");
  }

  private void addAvx512() {
    slices("xmm%d", 16, XsaveComponent.HI16_ZMM, 16, 16, 0, "vec128");
    slices("ymm%dh", 16, XsaveComponent.HI16_ZMM, 16, 16, 16, "uint128");
    slices("k%d", 0, XsaveComponent.OPMASK, 8, 8, 0, "uint64");
    slices("zmm%dh", 0, XsaveComponent.ZMM_HI256, 16, 32, 0, "v2ui128");
    slices("zmm%dh", 16, XsaveComponent.HI16_ZMM, 16, 32, 32, "v2ui128");
  }

  private static XsaveSlice x87(int offset) {
    return new XsaveSlice(XsaveComponent.X87, XsaveLayout.X87_OFFSET, offset);
  }

  private void general(String name, int lengthBytes, String type) {
    GeneralRegister word = GeneralRegister.valueOf(name.toUpperCase(Locale.ROOT));
    add(name, lengthBytes, type, new RegisterSource.General(word));
  }

  /** Adds registers that lie at equal distances in one component, one after the other. */
  private void slices(
      String pattern,
      int firstIndex,
      XsaveComponent component,
      int count,
      int lengthBytes,
      int firstOffset,
      String type) {
    int stride = component.lengthBytes() / count;
    int componentOffset = layout.offsetOf(component).orElseThrow();
    for (int i = 0; i < count; i++) {
      XsaveSlice slice = new XsaveSlice(component, componentOffset, firstOffset + stride * i);
      add(
          String.format(Locale.ROOT, pattern, firstIndex + i),
          lengthBytes,
          type,
          new RegisterSource.Stored(slice, lengthBytes));
    }
  }

  private void add(String name, int lengthBytes, String type, RegisterSource source) {
    all.add(new Register(all.size(), name, lengthBytes, type, source));
  }

  /** Every register, in gdb's order. */
  public List<Register> all() {
    return List.copyOf(all);
  }

  /** The register of a number, or empty. */
  public Optional<Register> byNumber(int number) {
    return number >= 0 && number < all.size() ? Optional.of(all.get(number)) : Optional.empty();
  }

  /**
   * The register of a name.
   *
   * @throws IllegalArgumentException when this processor has none of that name
   */
  public Register byName(String name) {
    return all.stream()
        .filter(register -> register.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no register " + name));
  }

  List<Feature> features() {
    return List.copyOf(features);
  }
}
