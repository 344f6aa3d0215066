package dev.weir.router;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
  private static final JavaClasses ROUTER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.weir.router");

  @Test
  @DisplayName("the redirect decision knows neither socket nor clock nor log")
  void decisionIsPure() {
    noClasses()
        .that()
        .haveSimpleName("RedirectDecision")
        .or()
        .haveSimpleName("RedirectTable")
        .or()
        .haveSimpleNameStartingWith("Verdict")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.weir.gre.device..", "dev.weir.node..", "java.nio.channels..", "org.slf4j..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(InstantSource.class)
        .because("pure code decides, thin code acts")
        .check(ROUTER);
  }

  @Test
  @DisplayName("native calls are made in gre-decap")
  void noNativeCalls() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.foreign..", "org.pcap4j..", "com.sun.jna..")
        .because("java.lang.foreign belongs to dev.weir.gre.device")
        .check(ROUTER);
  }

  @Test
  @DisplayName("the router needs nothing of the cache or the grid")
  void noCacheParts() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.weir.cache..",
            "dev.weir.wccp.cache..",
            "dev.weir.lab..",
            "dev.weir.cli..",
            "com.hazelcast..",
            "com.github.benmanes..")
        .because("the router is a program of its own")
        .check(ROUTER);
  }

  @Test
  @DisplayName("protocol time comes from the clock that was given")
  void oneClock() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .because("a step of the wall clock must not expire a cache (ADR-0005)")
        .check(ROUTER);
  }

  @Test
  @DisplayName("classes are final, records, enums or sealed")
  void closedTypes() {
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotAnonymousClasses()
        .should()
        .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
        .because("we compose, we do not inherit")
        .check(ROUTER);
  }
}
