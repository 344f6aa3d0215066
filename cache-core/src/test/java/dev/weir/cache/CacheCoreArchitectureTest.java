package dev.weir.cache;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The rules of this module's shape.
class CacheCoreArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.weir.cache");

  @Test
  @DisplayName("the module uses the JDK, Caffeine and nullness annotations, nothing else")
  void dependencies() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.weir.cache..",
            "java..",
            "com.github.benmanes.caffeine..",
            "org.jspecify.annotations..")
        .because("the caching rules know neither Netty nor the other modules")
        .check(CLASSES);
  }

  @Test
  @DisplayName("Caffeine appears in the store only")
  void caffeineInStore() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.weir.cache.store")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.github.benmanes.caffeine..")
        .because("rules are functions of what they are given")
        .check(CLASSES);
  }

  @Test
  @DisplayName("no rule reads a clock, opens a socket, starts a thread or logs")
  void pure() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.util.logging..")
        .because("time is an argument and what is decided is carried out elsewhere")
        .check(CLASSES);
  }

  @Test
  @DisplayName("files are touched where memory is one, nowhere else")
  void files() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.weir.cache.slab")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.channels..", "java.nio.file..")
        .because("what is decided needs no file")
        .check(CLASSES);
  }

  @Test
  @DisplayName("classes are final, records, enums or sealed interfaces")
  void closedTypes() {
    classes()
        .that()
        .areNotInterfaces()
        .and(DescribedPredicate.describe("are no enum bodies", c -> !c.isAnonymousClass()))
        .and(
            DescribedPredicate.describe(
                "hold code", c -> !c.getSimpleName().equals("package-info")))
        .should()
        .haveModifier(JavaModifier.FINAL)
        .because("nothing here is made for inheritance")
        .check(CLASSES);
  }

  @Test
  @DisplayName("no type is named by what it is not: Util, Manager, Impl, Helper and their like")
  void names() {
    noClasses()
        .should()
        .haveNameMatching(".*(Utils?|Manager|Impl|Helper|Handler|Data|Info|Base)$")
        .orShould()
        .haveNameMatching(".*\\.Abstract[^.]*$")
        .because("a type is a noun of the domain")
        .check(CLASSES);
  }

  @Test
  @DisplayName("packages depend on each other in one direction: store, then rule, then message")
  void noCycles() {
    slices()
        .matching("dev.weir.cache.(*)..")
        .should()
        .beFreeOfCycles()
        .because("a message knows no rule and a rule knows no store")
        .check(CLASSES);
  }

  @Test
  @DisplayName("no package has more than 15 types")
  void packageSizes() {
    CLASSES.stream()
        .filter(type -> !type.isNestedClass() && !type.getSimpleName().equals("package-info"))
        .collect(Collectors.groupingBy(JavaClass::getPackageName))
        .forEach((name, types) -> assertThat(types).as(name).hasSizeLessThan(16));
  }
}
