package dev.jrr.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may import whom, as the design has it: modules, by their packages. */
class ArrowsTest {
  private static final JavaClasses JRR =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.jrr");

  /** Each module's package, and those of ours that it may use besides its own. */
  private static final Map<String, List<String>> MAY_USE =
      Map.of(
          "dev.jrr.layout..", List.of(),
          "dev.jrr.trace..", List.of(),
          "dev.jrr.tracee..", List.of("dev.jrr.layout.."),
          "dev.jrr.gdbserver..", List.of(),
          "dev.jrr.recorder..", List.of("dev.jrr.layout..", "dev.jrr.trace..", "dev.jrr.tracee.."),
          "dev.jrr.replayer..",
              List.of(
                  "dev.jrr.layout..",
                  "dev.jrr.trace..",
                  "dev.jrr.tracee..",
                  "dev.jrr.gdbserver.target.."),
          "dev.jrr.build..", List.of());

  @TestFactory
  Stream<DynamicTest> eachModuleUsesOnlyWhatItMay() {
    return MAY_USE.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> checkUses(entry.getKey(), entry.getValue())));
  }

  private static void checkUses(String module, List<String> others) {
    String[] allowed = Stream.concat(Stream.of(module), others.stream()).toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("dev.jrr..")
                .and(JavaClass.Predicates.resideOutsideOfPackages(allowed)))
        .allowEmptyShould(true)
        .check(JRR);
  }

  @Test
  void nothingShippedUsesTheBuildTools() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.jrr.build..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.jrr.build..")
        .check(JRR);
  }

  @Test
  void everyClassBelongsToAModuleThatTheseRulesKnow() {
    String[] known =
        Stream.concat(MAY_USE.keySet().stream(), Stream.of("dev.jrr.cli..")).toArray(String[]::new);
    classes().should().resideInAnyPackage(known).check(JRR);
  }

  @Test
  void theRulesSeeTheModules() {
    List<String> packages = JRR.stream().map(JavaClass::getPackageName).distinct().toList();
    assertThat(packages)
        .as("packages on the class path of this test")
        .containsAll(Arrays.asList("dev.jrr.trace", "dev.jrr.tracee", "dev.jrr.cli"));
  }
}
