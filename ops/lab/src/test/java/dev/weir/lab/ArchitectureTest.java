package dev.weir.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The lab's place in the architecture")
final class ArchitectureTest {
  private static final JavaClasses LAB =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.weir.lab");

  @Test
  @DisplayName("the lab meets router and node as programs, over their admin ports, never as code")
  void meetsPrograms() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.weir.node..", "dev.weir.router..", "dev.weir.cli..")
        .because("what it proves has to hold for the programs as they are started")
        .check(LAB);
  }

  @Test
  @DisplayName("native access, pcap4j and Hazelcast stay in their own modules")
  void keepsOut() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.foreign..", "org.pcap4j..", "com.hazelcast..")
        .because("architecture, section 2")
        .check(LAB);
  }

  @Test
  @DisplayName("what is judged and shown does not know how it was made")
  void reportIsPure() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.weir.lab.report..", "dev.weir.lab.screen..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.weir.lab.host..", "dev.weir.lab.scenario..", "java.net..")
        .because("pure code decides, thin code acts")
        .check(LAB);
  }
}
