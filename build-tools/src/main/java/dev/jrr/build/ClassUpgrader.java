package dev.jrr.build;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.JSRInlinerAdapter;

/**
 * Rewrites old class files to version {@value #OLDEST} (Java 8), with the stack map frames that
 * this version must have (JVM specification, 4.10.1). Newer ones pass unchanged.
 */
final class ClassUpgrader {
  /** The class-file version below which a file is rewritten. */
  static final int OLDEST = Opcodes.V1_8;

  /** Offset of {@code major_version} in a class file (JVM specification, 4.1). */
  private static final int MAJOR_VERSION_OFFSET = 6;

  private final Map<String, byte[]> classes;

  /**
   * @param classes the contents of every class file of the jar by its entry name, for the hierarchy
   *     that merging two types in a frame needs; the JDK's own are found by the class loader
   */
  ClassUpgrader(Map<String, byte[]> classes) {
    this.classes = classes;
  }

  /** The version of a class file. */
  static int majorVersion(byte[] classFile) {
    return (classFile[MAJOR_VERSION_OFFSET] & 0xff) << 8
        | (classFile[MAJOR_VERSION_OFFSET + 1] & 0xff);
  }

  /** The same class at version {@link #OLDEST} or above. */
  byte[] upgrade(byte[] classFile) {
    if (majorVersion(classFile) >= OLDEST) {
      return classFile;
    }
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new HierarchyWriter();
    reader.accept(new Raise(writer), ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }

  /** Sets the version, and inlines the subroutines that are illegal from version 51 on. */
  private static final class Raise extends ClassVisitor {
    Raise(ClassVisitor next) {
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
      super.visit(OLDEST, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new JSRInlinerAdapter(next, access, name, descriptor, signature, exceptions);
    }
  }

  /**
   * Finds common superclasses by reading class files, so that no library class gets initialised.
   */
  private final class HierarchyWriter extends ClassWriter {
    HierarchyWriter() {
      super(COMPUTE_FRAMES);
    }

    @Override
    protected String getCommonSuperClass(String first, String second) {
      Set<String> ancestors = new HashSet<>(ancestry(first));
      for (String candidate : ancestry(second)) {
        if (ancestors.contains(candidate)) {
          return candidate;
        }
      }
      return "java/lang/Object";
    }
  }

  /** The class and its superclasses from the nearest on; an interface counts as Object. */
  private List<String> ancestry(String internalName) {
    List<String> chain = new ArrayList<>();
    String name = internalName;
    while (name != null) {
      ClassReader reader = find(name);
      if (reader == null || (reader.getAccess() & Opcodes.ACC_INTERFACE) != 0) {
        chain.add("java/lang/Object");
        return chain;
      }
      chain.add(name);
      name = reader.getSuperName();
    }
    return chain;
  }

  private @Nullable ClassReader find(String internalName) {
    String entry = internalName + ".class";
    byte[] known = classes.get(entry);
    if (known != null) {
      return new ClassReader(known);
    }
    try (var stream = ClassLoader.getSystemResourceAsStream(entry)) {
      return stream == null ? null : new ClassReader(stream);
    } catch (java.io.IOException unreadable) {
      throw new java.io.UncheckedIOException("cannot read class " + internalName, unreadable);
    }
  }
}
