package dev.weir.node;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.List;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What may know what inside the node.
final class ArchitectureTest {
  private static final Set<String> CHECKS =
      Set.of(
          "withValidation",
          "withNameValidation",
          "withValueValidation",
          "setHeadersFactory",
          "setTrailersFactory",
          "setValidateHeaders");

  private static final JavaClasses NODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.weir.node");

  @Test
  @DisplayName("nothing of the node knows a program of ops")
  void nothingImportsOps() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.weir.router..", "dev.weir.lab..", "dev.weir.cli..")
        .because("programs are composed of the node, not the node of programs")
        .check(NODE);
  }

  @Test
  @DisplayName("Hazelcast is known in the grid alone")
  void hazelcastInTheGrid() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.weir.node.grid..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.hazelcast..")
        .because("the grid may be gone or be exchanged, and the traffic goes on")
        .check(NODE);
  }

  @Test
  @DisplayName("SNMP4J is known to the agent alone")
  void snmpInTheAgent() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.weir.node.snmp.agent..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.snmp4j..")
        .because("it is loaded only where the section snmp is written")
        .check(NODE);
  }

  @Test
  @DisplayName("native calls are in one package, libpcap in none")
  void nativeCalls() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.weir.node.os..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .because("what can crash the process is read in one place")
        .check(NODE);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.pcap4j..", "com.sun.jna..")
        .because("capture belongs to gre-decap")
        .check(NODE);
  }

  @Test
  @DisplayName("SEC-H17 CVE-2026-42578 no field is written unchecked: Netty's checks are never off")
  void fieldsAreChecked() {
    DescribedPredicate<JavaCall<?>> unchecked =
        describe(
            "may switch the check of fields off",
            call ->
                call.getTargetOwner().getPackageName().startsWith("io.netty.handler.codec.http")
                    && (CHECKS.contains(call.getTarget().getName())
                        || (call instanceof JavaConstructorCall && saysWhetherToCheck(call))));
    noClasses()
        .should()
        .callCodeUnitWhere(unchecked)
        .because("a line's end in a field would be a field, or an answer, of somebody else")
        .check(NODE);
  }

  @Test
  @DisplayName(
      "SEC-R3 CVE-2025-58057, CVE-2026-42587, CVE-2024-29025: nothing unfolds bodies or reads forms")
  void bodiesStayAsTheyAre() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.netty.handler.codec.compression..")
                .or(resideInAPackage("io.netty.handler.codec.http.multipart.."))
                .or(simpleNameEndingWith("ContentDecompressor"))
                .or(assignableTo(InflaterInputStream.class)))
        .because("what a stranger has folded may be a thousand times as long")
        .check(NODE);
  }

  private static boolean saysWhetherToCheck(JavaCall<?> call) {
    boolean message = call.getTargetOwner().isAssignableTo(HttpMessage.class);
    boolean fields =
        call.getTargetOwner().isAssignableTo(HttpHeaders.class)
            || call.getTargetOwner().isAssignableTo(Http2Headers.class);
    return (message || fields)
        && call.getTarget().getRawParameterTypes().stream()
            .anyMatch(it ->
                it.isEquivalentTo(boolean.class) || it.isAssignableTo(HttpHeadersFactory.class));
  }

  @Test
  @DisplayName("the configuration is read without socket, thread or framework")
  void configurationIsPlain() {
    noClasses()
        .that()
        .resideInAPackage("dev.weir.node.config..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.netty..")
                .or(resideInAPackage("io.micrometer.."))
                .or(resideInAPackage("java.util.concurrent.."))
                .or(resideInAPackage("dev.weir.wccp.cache.."))
                .or(resideInAPackage("dev.weir.wccp.router.."))
                .or(resideInAPackage("dev.weir.gre.."))
                .or(resideInAPackage("dev.weir.cache..")))
        .because(
            "the router program reads its file with the same code; both name services, methods and"
                + " masks in the protocol's types")
        .check(NODE);
  }

  @Test
  @DisplayName("types are final, sealed, records, enums or interfaces")
  void closedTypes() {
    classes().should(beClosed()).because("composition is preferred to inheritance").check(NODE);
  }

  @Test
  @DisplayName("no type is named for what it is not")
  void names() {
    for (String suffix :
        List.of("Impl", "Manager", "Util", "Utils", "Helper", "Handler", "Data", "Info", "Base")) {
      noClasses()
          .should()
          .haveSimpleNameEndingWith(suffix)
          .because("a type is a noun of the domain")
          .check(NODE);
    }
    noClasses()
        .should()
        .haveSimpleNameStartingWith("Abstract")
        .because("a type is a noun of the domain")
        .check(NODE);
  }

  @Test
  @DisplayName("every package is null-marked and has at most 15 types")
  void packages() {
    for (var javaPackage : NODE.getPackage("dev.weir.node").getSubpackagesInTree()) {
      long types =
          javaPackage.getClasses().stream()
              .filter(type -> !type.getName().contains("$") && !type.getName().contains("-"))
              .filter(type -> !type.isArray()) // of enums, made where they are switched over
              .count();
      if (types > 0) {
        assertThat(javaPackage.isAnnotatedWith(NullMarked.class))
            .as("%s is @NullMarked", javaPackage.getName())
            .isTrue();
        assertThat(types).as("types in %s", javaPackage.getName()).isLessThanOrEqualTo(15);
      }
    }
  }

  private static ArchCondition<JavaClass> beClosed() {
    return new ArchCondition<>("be final, sealed or an interface") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean closed =
            type.isInterface()
                || type.isEnum()
                || type.isAnonymousClass()
                || type.getModifiers().contains(JavaModifier.FINAL)
                || type.reflect().isSealed()
                || type.getEnclosingClass().map(JavaClass::isEnum).orElse(false);
        events.add(new SimpleConditionEvent(type, closed, type.getName() + " is open"));
      }
    };
  }
}
