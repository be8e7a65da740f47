package dev.jrr.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * One lambda, as {@code LambdaMetafactory.metafactory} is told of it, and the class that stands for
 * it:
 *
 * <pre>
 * final class NAME implements INTERFACE {
 *   private static final NAME INSTANCE;            // if nothing is captured
 *   private final CAPTURED c0, c1...;
 *   static INTERFACE make(CAPTURED...);
 *   public RESULT method(PARAMETERS) { return implementation(c0, c1..., parameters); }
 * }
 * </pre>
 *
 * @param method the interface's method
 * @param factory takes what is captured, gives the interface
 * @param erased the method's type in the interface
 * @param actual its type at the lambda
 * @param implementation what is called
 */
record Lambda(String method, String factory, Type erased, Type actual, Handle implementation) {
  /** The name of the method that gives an instance. */
  static final String FACTORY = "make";

  private static final String INSTANCE = "INSTANCE";

  /** Each primitive type's box. */
  static final Map<Type, String> BOXES =
      Map.of(
          Type.BOOLEAN_TYPE, "java/lang/Boolean",
          Type.BYTE_TYPE, "java/lang/Byte",
          Type.CHAR_TYPE, "java/lang/Character",
          Type.SHORT_TYPE, "java/lang/Short",
          Type.INT_TYPE, "java/lang/Integer",
          Type.LONG_TYPE, "java/lang/Long",
          Type.FLOAT_TYPE, "java/lang/Float",
          Type.DOUBLE_TYPE, "java/lang/Double");

  /** Null if its types need a conversion that is not known here. */
  static @Nullable Lambda of(String method, String factory, Object[] arguments) {
    Lambda lambda =
        new Lambda(
            method, factory, (Type) arguments[0], (Type) arguments[2], (Handle) arguments[1]);
    return lambda.isConvertible() ? lambda : null;
  }

  private boolean isConvertible() {
    if (implementation.getOwner().startsWith("[")) {
      return false;
    }
    List<Type> given = given();
    List<Type> taken = taken();
    for (int index = 0; index < given.size(); index++) {
      if (!isKnown(given.get(index), taken.get(index))) {
        return false;
      }
    }
    Type result = result();
    return actual.getReturnType() == Type.VOID_TYPE || isKnown(result, actual.getReturnType());
  }

  private static boolean isKnown(Type from, Type to) {
    if (isPrimitive(from) == isPrimitive(to)) {
      return !isPrimitive(from) || from.equals(to);
    }
    return isPrimitive(from)
        ? !to.getInternalName().startsWith("java/lang/")
            || to.getInternalName().equals(BOXES.get(from))
            || to.getInternalName().equals("java/lang/Object")
        : from.getInternalName().equals(BOXES.get(to));
  }

  private static boolean isPrimitive(Type type) {
    return type.getSort() < Type.ARRAY;
  }

  private List<Type> captured() {
    return List.of(Type.getArgumentTypes(factory));
  }

  /** What the implementation is given: what is captured, then the parameters as they really are. */
  private List<Type> given() {
    List<Type> given = new ArrayList<>(captured());
    given.addAll(Arrays.asList(actual.getArgumentTypes()));
    return given;
  }

  /** What the implementation takes: its receiver, if it has one, then its parameters. */
  private List<Type> taken() {
    List<Type> taken = new ArrayList<>();
    int kind = implementation.getTag();
    if (kind != Opcodes.H_INVOKESTATIC && kind != Opcodes.H_NEWINVOKESPECIAL) {
      taken.add(Type.getObjectType(implementation.getOwner()));
    }
    taken.addAll(Arrays.asList(Type.getArgumentTypes(implementation.getDesc())));
    return taken;
  }

  private Type result() {
    return implementation.getTag() == Opcodes.H_NEWINVOKESPECIAL
        ? Type.getObjectType(implementation.getOwner())
        : Type.getReturnType(implementation.getDesc());
  }

  /** The class called {@code name}, a member of the nest of {@code host}. */
  byte[] classFile(String name, String host, int version) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    String type = Type.getReturnType(factory).getInternalName();
    writer.visit(
        version,
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
        name,
        null,
        "java/lang/Object",
        new String[] {type});
    writer.visitNestHost(host);
    List<Type> captured = captured();
    for (int index = 0; index < captured.size(); index++) {
      int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
      writer.visitField(access, "c" + index, captured.get(index).getDescriptor(), null, null);
    }
    writeConstructor(writer, name, captured);
    writeFactory(writer, name, captured);
    writeMethod(writer, name, captured);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static String constructorType(List<Type> captured) {
    return Type.getMethodDescriptor(Type.VOID_TYPE, captured.toArray(new Type[0]));
  }

  private static void writeConstructor(ClassWriter writer, String name, List<Type> captured) {
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PRIVATE, "<init>", constructorType(captured), null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    int local = 1;
    for (int index = 0; index < captured.size(); index++) {
      Type type = captured.get(index);
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
      code.visitFieldInsn(Opcodes.PUTFIELD, name, "c" + index, type.getDescriptor());
      local += type.getSize();
    }
    end(code, Opcodes.RETURN);
  }

  private void writeFactory(ClassWriter writer, String name, List<Type> captured) {
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, FACTORY, factory, null, null);
    code.visitCode();
    String self = "L" + name + ";";
    if (captured.isEmpty()) {
      code.visitFieldInsn(Opcodes.GETSTATIC, name, INSTANCE, self);
    } else {
      writeNew(code, name, captured);
    }
    end(code, Opcodes.ARETURN);
    if (captured.isEmpty()) {
      int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
      writer.visitField(access, INSTANCE, self, null, null);
      MethodVisitor once = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
      once.visitCode();
      writeNew(once, name, captured);
      once.visitFieldInsn(Opcodes.PUTSTATIC, name, INSTANCE, self);
      end(once, Opcodes.RETURN);
    }
  }

  private static void writeNew(MethodVisitor code, String name, List<Type> captured) {
    code.visitTypeInsn(Opcodes.NEW, name);
    code.visitInsn(Opcodes.DUP);
    int local = 0;
    for (Type type : captured) {
      code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
      local += type.getSize();
    }
    String type = constructorType(captured);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", type, false);
  }

  private void writeMethod(ClassWriter writer, String name, List<Type> captured) {
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC, method, erased.getDescriptor(), null, null);
    code.visitCode();
    boolean makes = implementation.getTag() == Opcodes.H_NEWINVOKESPECIAL;
    if (makes) {
      code.visitTypeInsn(Opcodes.NEW, implementation.getOwner());
      code.visitInsn(Opcodes.DUP);
    }
    List<Type> taken = taken();
    for (int index = 0; index < captured.size(); index++) {
      Type type = captured.get(index);
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitFieldInsn(Opcodes.GETFIELD, name, "c" + index, type.getDescriptor());
      convert(code, type, taken.get(index));
    }
    int local = 1;
    Type[] parameters = erased.getArgumentTypes();
    for (int index = 0; index < parameters.length; index++) {
      Type actually = actual.getArgumentTypes()[index];
      code.visitVarInsn(parameters[index].getOpcode(Opcodes.ILOAD), local);
      local += parameters[index].getSize();
      cast(code, parameters[index], actually);
      convert(code, actually, taken.get(captured.size() + index));
    }
    code.visitMethodInsn(
        opcode(),
        implementation.getOwner(),
        implementation.getName(),
        implementation.getDesc(),
        implementation.isInterface());
    writeReturn(code);
  }

  private int opcode() {
    return switch (implementation.getTag()) {
      case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
      case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
      case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
      // A private method; a nest mate calls it as any other.
      case Opcodes.H_INVOKESPECIAL ->
          implementation.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
      case Opcodes.H_INVOKEVIRTUAL -> Opcodes.INVOKEVIRTUAL;
      default -> throw new IllegalStateException("no method: " + implementation);
    };
  }

  private void writeReturn(MethodVisitor code) {
    Type result = result();
    Type wanted = erased.getReturnType();
    if (wanted == Type.VOID_TYPE) {
      if (result.getSize() > 0) {
        code.visitInsn(result.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
      }
    } else {
      convert(code, result, actual.getReturnType());
      cast(code, actual.getReturnType(), wanted);
    }
    end(code, wanted.getOpcode(Opcodes.IRETURN));
  }

  private static void convert(MethodVisitor code, Type from, Type to) {
    if (isPrimitive(from) && !isPrimitive(to)) {
      String box = BOXES.get(from);
      String type = "(" + from.getDescriptor() + ")L" + box + ";";
      code.visitMethodInsn(Opcodes.INVOKESTATIC, box, "valueOf", type, false);
    } else if (!isPrimitive(from) && isPrimitive(to)) {
      String box = BOXES.get(to);
      String name = to.getClassName() + "Value";
      code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, box, name, "()" + to.getDescriptor(), false);
    } else {
      cast(code, from, to);
    }
  }

  private static void cast(MethodVisitor code, Type from, Type to) {
    boolean needed = !isPrimitive(to) && !from.equals(to);
    if (needed && !to.getInternalName().equals("java/lang/Object")) {
      code.visitTypeInsn(Opcodes.CHECKCAST, to.getInternalName());
    }
  }

  private static void end(MethodVisitor code, int opcode) {
    code.visitInsn(opcode);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}
