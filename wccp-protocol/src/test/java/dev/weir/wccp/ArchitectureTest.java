package dev.weir.wccp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What this module may depend on, and what its types look like.
final class ArchitectureTest {
  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.weir.wccp");

  @Test
  @DisplayName("the protocol needs the JDK and nothing else")
  void jdkOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.weir.wccp..", "java..", "org.jspecify.annotations")
        .because("a reader and a simulator need nothing but the JDK (ADR-0003)")
        .check(MODULE);
  }

  @Test
  @DisplayName("the protocol has no socket, thread, clock or logger")
  void pure() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.channels..", "java.util.concurrent..", "java.util.logging..")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class, Thread.class)
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .because("time and messages are arguments, effects are results (ADR-0001)")
        .check(MODULE);
  }

  @Test
  @DisplayName("both sides share messages, and neither knows the other")
  void sidesApart() {
    noClasses()
        .that()
        .resideInAPackage("..cache..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..router..")
        .because("a cache must work with any router")
        .check(MODULE);
    noClasses()
        .that()
        .resideInAPackage("..router..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..cache..")
        .because("a router must work with any cache")
        .check(MODULE);
  }

  @Test
  @DisplayName("a type is final, a record, an enum or an interface")
  void closed() {
    classes()
        .that(
            DescribedPredicate.<JavaClass>describe(
                "are no interfaces, anonymous or synthetic", ArchitectureTest::isPlain))
        .should()
        .haveModifier(JavaModifier.FINAL)
        .because("inheritance is not how this code is extended")
        .check(MODULE);
  }

  private static boolean isPlain(JavaClass type) {
    return !type.isInterface()
        && !type.isEnum()
        && !type.isAnonymousClass()
        && !type.getSimpleName().equals("package-info");
  }
}
