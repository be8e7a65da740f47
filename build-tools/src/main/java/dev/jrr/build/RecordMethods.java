package dev.jrr.build;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Gives records {@code equals}, {@code hashCode} and {@code toString} of their own. javac leaves
 * these to {@code ObjectMethods}, which puts them together from method handles when they are first
 * called: some 30 ms for the first and 2 ms for each other, which no archive keeps.
 *
 * <p>They do what java.lang.Record says: components are compared by {@code compare} or {@code
 * equals}, hashes are joined by 31, and the text is {@code Name[component=value, ...]}.
 */
final class RecordMethods extends ClassVisitor {
  private static final String BOOTSTRAP = "java/lang/runtime/ObjectMethods";
  private static final String BUILDER = "java/lang/StringBuilder";
  private static final String OBJECTS = "java/util/Objects";

  /** The operand stack never holds more than two longs, or a builder and one. */
  private static final int STACK = 4;

  private String owner = "";
  private List<Handle> components = List.of();
  private String[] names = {};

  /** What stands for the calls that were replaced: name and type. */
  private final Map<String, String> wanted = new LinkedHashMap<>();

  private RecordMethods(ClassVisitor next) {
    super(Opcodes.ASM9, next);
  }

  /** Rewrites the records among {@code entries} whose names begin with {@code prefix}. */
  static void rewrite(Map<String, byte[]> entries, String prefix) {
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      if (entry.getKey().startsWith(prefix) && entry.getKey().endsWith(".class")) {
        ClassReader reader = new ClassReader(entry.getValue());
        if (reader.getSuperName().equals("java/lang/Record")) {
          ClassWriter writer = new ClassWriter(reader, 0);
          reader.accept(new RecordMethods(writer), 0);
          entry.setValue(writer.toByteArray());
        }
      }
    }
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      @Nullable String signature,
      String superName,
      String[] interfaces) {
    owner = name;
    super.visit(version, access, name, signature, superName, interfaces);
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    return new MethodVisitor(Opcodes.ASM9, next) {
      @Override
      public void visitInvokeDynamicInsn(
          String called, String type, Handle bootstrap, Object... arguments) {
        if (!bootstrap.getOwner().equals(BOOTSTRAP)) {
          super.visitInvokeDynamicInsn(called, type, bootstrap, arguments);
          return;
        }
        learn(arguments);
        wanted.put(called, type);
        super.visitMethodInsn(Opcodes.INVOKESTATIC, owner, nameFor(called), type, false);
      }
    };
  }

  /** The bootstrap's arguments are the class, the names of its components, and their getters. */
  private void learn(Object[] arguments) {
    String joined = (String) arguments[1];
    names = joined.isEmpty() ? new String[0] : joined.split(";");
    List<Handle> getters = new ArrayList<>();
    for (int index = 2; index < arguments.length; index++) {
      getters.add((Handle) arguments[index]);
    }
    components = getters;
  }

  private static String nameFor(String method) {
    return method + "$record";
  }

  @Override
  public void visitEnd() {
    wanted.forEach(
        (method, type) -> {
          int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
          MethodVisitor code = visitOwn(access, nameFor(method), type);
          code.visitCode();
          switch (method) {
            case "equals" -> writeEquals(code);
            case "hashCode" -> writeHashCode(code);
            case "toString" -> writeToString(code);
            default -> throw new IllegalStateException("ObjectMethods makes a " + method);
          }
          code.visitEnd();
        });
    super.visitEnd();
  }

  private MethodVisitor visitOwn(int access, String name, String type) {
    return super.visitMethod(access, name, type, null, null);
  }

  private void writeEquals(MethodVisitor code) {
    Label differs = new Label();
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitTypeInsn(Opcodes.INSTANCEOF, owner);
    code.visitJumpInsn(Opcodes.IFEQ, differs);
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitTypeInsn(Opcodes.CHECKCAST, owner);
    code.visitVarInsn(Opcodes.ASTORE, 2);
    for (Handle component : components) {
      load(code, 0, component);
      load(code, 2, component);
      jumpUnlessEqual(code, Type.getType(component.getDesc()), differs);
    }
    code.visitInsn(Opcodes.ICONST_1);
    code.visitInsn(Opcodes.IRETURN);
    code.visitLabel(differs);
    code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    code.visitInsn(Opcodes.ICONST_0);
    code.visitInsn(Opcodes.IRETURN);
    code.visitMaxs(STACK, 3);
  }

  private static void jumpUnlessEqual(MethodVisitor code, Type type, Label differs) {
    switch (type.getSort()) {
      case Type.LONG -> {
        code.visitInsn(Opcodes.LCMP);
        code.visitJumpInsn(Opcodes.IFNE, differs);
      }
      case Type.FLOAT, Type.DOUBLE -> {
        String number = type.getDescriptor();
        String compared = "(" + number + number + ")I";
        code.visitMethodInsn(Opcodes.INVOKESTATIC, boxOf(type), "compare", compared, false);
        code.visitJumpInsn(Opcodes.IFNE, differs);
      }
      case Type.OBJECT, Type.ARRAY -> {
        String compared = "(Ljava/lang/Object;Ljava/lang/Object;)Z";
        code.visitMethodInsn(Opcodes.INVOKESTATIC, OBJECTS, "equals", compared, false);
        code.visitJumpInsn(Opcodes.IFEQ, differs);
      }
      default -> code.visitJumpInsn(Opcodes.IF_ICMPNE, differs);
    }
  }

  private void writeHashCode(MethodVisitor code) {
    code.visitInsn(Opcodes.ICONST_0);
    for (Handle component : components) {
      code.visitIntInsn(Opcodes.BIPUSH, 31);
      code.visitInsn(Opcodes.IMUL);
      load(code, 0, component);
      Type type = Type.getType(component.getDesc());
      boolean isObject = type.getSort() >= Type.ARRAY;
      String hashed = "(" + (isObject ? "Ljava/lang/Object;" : type.getDescriptor()) + ")I";
      String from = isObject ? OBJECTS : boxOf(type);
      code.visitMethodInsn(Opcodes.INVOKESTATIC, from, "hashCode", hashed, false);
      code.visitInsn(Opcodes.IADD);
    }
    code.visitInsn(Opcodes.IRETURN);
    code.visitMaxs(STACK, 1);
  }

  private void writeToString(MethodVisitor code) {
    code.visitTypeInsn(Opcodes.NEW, BUILDER);
    code.visitInsn(Opcodes.DUP);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, BUILDER, "<init>", "()V", false);
    code.visitLdcInsn(Type.getObjectType(owner));
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, "java/lang/Class", "getSimpleName", "()Ljava/lang/String;", false);
    append(code, "Ljava/lang/String;");
    for (int index = 0; index < names.length; index++) {
      code.visitLdcInsn((index == 0 ? "[" : ", ") + names[index] + "=");
      append(code, "Ljava/lang/String;");
      load(code, 0, components.get(index));
      append(code, appended(Type.getType(components.get(index).getDesc())));
    }
    code.visitLdcInsn(names.length == 0 ? "[]" : "]");
    append(code, "Ljava/lang/String;");
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUILDER, "toString", "()Ljava/lang/String;", false);
    code.visitInsn(Opcodes.ARETURN);
    code.visitMaxs(STACK, 1);
  }

  private static void append(MethodVisitor code, String type) {
    String method = "(" + type + ")L" + BUILDER + ";";
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUILDER, "append", method, false);
  }

  /** What StringBuilder takes for a value of this type. */
  private static String appended(Type type) {
    return switch (type.getSort()) {
      case Type.BYTE, Type.SHORT -> "I";
      case Type.OBJECT, Type.ARRAY -> "Ljava/lang/Object;";
      default -> type.getDescriptor();
    };
  }

  private void load(MethodVisitor code, int local, Handle component) {
    code.visitVarInsn(Opcodes.ALOAD, local);
    code.visitFieldInsn(Opcodes.GETFIELD, owner, component.getName(), component.getDesc());
  }

  private static String boxOf(Type primitive) {
    return Lambda.BOXES.get(primitive);
  }
}
