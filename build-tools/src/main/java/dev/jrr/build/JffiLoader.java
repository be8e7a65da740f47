package dev.jrr.build;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Stands in for the class of jffi that finds its native library. jffi's own looks in many places,
 * with a logger, regular expressions and formats, which is 20 ms of each start of jrr, to find what
 * lies in a known place. The stand-in loads it from there:
 *
 * <pre>
 * static boolean isLoaded() { return true; }              // asked by com.kenai.jffi.Init
 * static Throwable getFailureCause() { return null; }
 * static { System.load(System.getProperty("jffi.boot.library.path").concat("/libjffi-1.2.so")); }
 * </pre>
 *
 * A library that is not there is an UnsatisfiedLinkError out of the initialiser, which Init
 * reports.
 */
final class JffiLoader {
  /** The jar entry that is replaced. */
  static final String ENTRY = "com/kenai/jffi/internal/StubLoader.class";

  private JffiLoader() {}

  /** The stand-in's class file. */
  static byte[] classFile() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(
        ClassUpgrader.OLDEST,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER | Opcodes.ACC_FINAL,
        ENTRY.substring(0, ENTRY.length() - ".class".length()),
        null,
        "java/lang/Object",
        null);
    constant(writer, "isLoaded", "()Z", Opcodes.ICONST_1, Opcodes.IRETURN);
    constant(
        writer, "getFailureCause", "()Ljava/lang/Throwable;", Opcodes.ACONST_NULL, Opcodes.ARETURN);
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
    code.visitCode();
    code.visitLdcInsn("jffi.boot.library.path");
    call(code, Opcodes.INVOKESTATIC, "System", "getProperty", "(Ljava/lang/String;)L%sString;");
    code.visitLdcInsn("/" + NativeLibraries.JFFI);
    call(code, Opcodes.INVOKEVIRTUAL, "String", "concat", "(Ljava/lang/String;)L%sString;");
    call(code, Opcodes.INVOKESTATIC, "System", "load", "(Ljava/lang/String;)V");
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void constant(
      ClassWriter writer, String name, String descriptor, int push, int give) {
    MethodVisitor code =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL,
            name,
            descriptor,
            null,
            null);
    code.visitCode();
    code.visitInsn(push);
    code.visitInsn(give);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private static void call(
      MethodVisitor code, int kind, String owner, String name, String descriptor) {
    String full = descriptor.replace("%s", "java/lang/");
    code.visitMethodInsn(kind, "java/lang/" + owner, name, full, false);
  }
}
