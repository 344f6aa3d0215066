package dev.weir.gre;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GreDecapArchitectureTest {
  private static final String DEVICE = "dev.weir.gre.device..";

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.weir.gre");

  @Test
  @DisplayName("the codecs and verdicts depend on the JDK alone")
  void pureCodeIsPure() {
    noClasses()
        .that(are(resideOutsideOfPackage(DEVICE)))
        .should()
        .dependOnClassesThat(
            not(
                resideInAnyPackage(
                    "dev.weir.gre",
                    "dev.weir.gre.bypass",
                    "dev.weir.gre.stray",
                    "dev.weir.gre.probe",
                    "dev.weir.gre.rate",
                    "java..",
                    "org.jspecify.annotations")))
        .because("pure code decides: it must run without libpcap, root or Linux")
        .check(MODULE);
  }

  @Test
  @DisplayName("rules and the memory of routers know nothing of packets")
  void rulesKnowNoPackets() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.weir.gre.bypass", "dev.weir.gre.stray")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.weir.gre", "dev.weir.gre.device", "java.nio.."))
        .because("the packet path asks them, never they the packet path")
        .check(MODULE);
  }

  @Test
  @DisplayName("native memory, pcap4j and JNA stay in the device package")
  void nativeCodeStaysInOnePlace() {
    noClasses()
        .that(are(resideOutsideOfPackage(DEVICE)))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.lang.foreign..", "org.pcap4j..", "com.sun.jna.."))
        .because("one package is reviewed for native memory, and pcap4j can be replaced there")
        .check(MODULE);
  }

  @Test
  @DisplayName("the packet path knows no other module and none of their libraries")
  void knowsNoOtherModule() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "dev.weir.wccp..",
                "dev.weir.cache..",
                "dev.weir.node..",
                "dev.weir.ops..",
                "io.netty..",
                "com.hazelcast..",
                "io.micrometer..",
                "tools.jackson..",
                "com.github.benmanes.."))
        .because("cluster-node assembles the modules; they do not know each other")
        .check(MODULE);
  }

  @Test
  @DisplayName("decisions have no clock, thread or socket")
  void decisionsHaveNoClock() {
    noClasses()
        .that(are(resideOutsideOfPackage(DEVICE)))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.Thread")
        .orShould()
        .dependOnClassesThat(resideInAnyPackage("java.time..", "java.nio.channels..", "java.io.."))
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .because("a verdict is a function of packet and policy")
        .check(MODULE);
  }

  @Test
  @DisplayName("every class is final, a record, an enum or a sealed interface")
  void nothingIsOpenForInheritance() {
    classes()
        .that()
        .areNotAnonymousClasses()
        .should(beClosed())
        .because("composition, not inheritance")
        .check(MODULE);
  }

  @Test
  @DisplayName("a type is named by a noun of the domain")
  void namesSayWhatThingsAre() {
    noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Manager|Impl|Helper|Handler|Data|Info)")
        .orShould()
        .haveNameMatching(".*[.$](Abstract|Base)[A-Z].*")
        .because("such names say how a thing is used, not what it is")
        .check(MODULE);
  }

  private static ArchCondition<JavaClass> beClosed() {
    return new ArchCondition<>("be final, an enum, or an interface that is sealed or functional") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean closed =
            type.getModifiers().contains(JavaModifier.FINAL)
                || type.isEnum()
                || type.isAnnotation()
                || type.getSimpleName().equals("package-info")
                || (type.isInterface()
                    && (type.reflect().isSealed()
                        || type.isAnnotatedWith(FunctionalInterface.class)));
        if (!closed) {
          events.add(SimpleConditionEvent.violated(type, type.getName() + " can be extended"));
        }
      }
    };
  }
}
