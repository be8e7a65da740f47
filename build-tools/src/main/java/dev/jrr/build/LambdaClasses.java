package dev.jrr.build;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Turns lambdas and method references into ordinary classes. The JVM makes the class of a lambda
 * when it first gets there, at 0.1 to 0.3 ms each and 10 ms for the first, even from an archive; an
 * ordinary class costs a tenth of that, and the table of system calls alone has dozens.
 *
 * <p>A generated class joins the nest of the lambda's class (JEP 181), so it may call the private
 * method that holds the lambda's body. A lambda whose types need more than a cast, boxing or
 * unboxing is left as it is.
 */
final class LambdaClasses {
  private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";

  private final Map<String, byte[]> made = new TreeMap<>();
  private final Map<String, List<String>> newNestMembers = new HashMap<>();

  /**
   * Rewrites the classes among {@code entries} whose names begin with {@code prefix}, and adds the
   * classes made.
   *
   * @return how many were made
   */
  static int rewrite(Map<String, byte[]> entries, String prefix) {
    LambdaClasses lambdas = new LambdaClasses();
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      if (entry.getKey().startsWith(prefix) && entry.getKey().endsWith(".class")) {
        entry.setValue(lambdas.rewriteClass(entry.getValue()));
      }
    }
    lambdas.newNestMembers.forEach(
        (host, members) ->
            entries.computeIfPresent(
                host + ".class", (name, contents) -> withMembers(contents, members)));
    entries.putAll(lambdas.made);
    return lambdas.made.size();
  }

  private byte[] rewriteClass(byte[] contents) {
    ClassReader reader = new ClassReader(contents);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Rewriter(writer), 0);
    return writer.toByteArray();
  }

  private static byte[] withMembers(byte[] contents, List<String> members) {
    ClassReader reader = new ClassReader(contents);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visitEnd() {
            members.forEach(this::visitNestMember);
            super.visitEnd();
          }
        },
        0);
    return writer.toByteArray();
  }

  /** Replaces each call that makes a lambda by one of the class made for it. */
  private final class Rewriter extends ClassVisitor {
    private String owner = "";
    private String host = "";
    private int version;
    private int number;

    Rewriter(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        String superName,
        String[] interfaces) {
      this.version = version;
      owner = name;
      host = name;
      super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public void visitNestHost(String nestHost) {
      host = nestHost;
      super.visitNestHost(nestHost);
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
            String called, String factory, Handle bootstrap, Object... arguments) {
          boolean plain =
              bootstrap.getOwner().equals(METAFACTORY) && bootstrap.getName().equals("metafactory");
          Lambda lambda = plain ? Lambda.of(called, factory, arguments) : null;
          if (lambda == null || version < Opcodes.V11) {
            super.visitInvokeDynamicInsn(called, factory, bootstrap, arguments);
            return;
          }
          String made = owner + "$$Lambda" + number++;
          LambdaClasses.this.made.put(made + ".class", lambda.classFile(made, host, version));
          newNestMembers.computeIfAbsent(host, unused -> new ArrayList<>()).add(made);
          super.visitMethodInsn(
              Opcodes.INVOKESTATIC, made, Lambda.FACTORY, lambda.factory(), false);
        }
      };
    }
  }
}
