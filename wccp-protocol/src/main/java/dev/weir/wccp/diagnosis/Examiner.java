package dev.weir.wccp.diagnosis;

import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.codec.Dissection;
import dev.weir.wccp.codec.Dissection.Digest;
import dev.weir.wccp.codec.LenientCodec;
import dev.weir.wccp.codec.Piece;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.wire.Field;
import dev.weir.wccp.wire.Malformed;
import dev.weir.wccp.wire.Malformed.Defect;
import java.util.Optional;

/// Judges single messages. Total; knows nothing of what was said before.
public final class Examiner {
  private static final int SECURITY = 0;

  private final Optional<Security> password;
  private final LenientCodec codec;
  private final AssignmentChecks assignments;

  /// An examiner that checks digests with a password, if there is one, and reads the octets of
  /// buckets in this layout.
  public Examiner(Optional<Security> password, BucketOctet layout) {
    this.password = password;
    this.codec = new LenientCodec(password, layout);
    this.assignments = new AssignmentChecks(layout);
  }

  /// What a datagram is and what is the matter with it.
  ///
  /// @param cut whether only the beginning of the datagram was captured: then what is missing at
  ///   its end is no finding
  public Diagnosis examine(byte[] datagram, boolean cut) {
    var dissection = codec.dissect(datagram);
    var findings = new Findings();
    for (Malformed defect : dissection.defects()) {
      if (!cut || defect.defect() != Defect.TRUNCATED) {
        findings.wrong(defect.offset(), "3.0.1", defect.detail());
      }
    }
    dissection.version1().ifPresent(it -> Version1Checks.check(it, dissection, findings));
    dissection.type().stream()
        .mapToObj(Kind::of)
        .flatMap(Optional::stream)
        .forEach(kind -> version2(kind, dissection, cut, findings));
    surplus(dissection, findings);
    return new Diagnosis(
        dissection, Words.name(dissection), Words.of(dissection), findings.inOrder());
  }

  private void version2(Kind kind, Dissection message, boolean cut, Findings findings) {
    header(message, findings);
    Completeness.check(kind, message, cut, findings);
    for (Piece piece : message.pieces()) {
      boolean atCut = cut && piece.end() == message.octets();
      piece.defect().filter(_ -> !atCut).ifPresent(it -> defect(piece, it, findings));
      if (piece.unread() > 0) {
        findings.unusual(
            piece.end() - piece.unread(),
            "3.0.2",
            "%s has %d octets behind its last field"
                .formatted(Kind.component(piece.type()), piece.unread()));
      }
      if (piece.type() == SECURITY) {
        security(message, piece, findings);
      }
      piece.component().ifPresent(it -> component(kind, it, piece, message, findings));
    }
  }

  private static void header(Dissection message, Findings findings) {
    for (Field field : message.head()) {
      if (field.name().equals("major version") && !field.value().equals("2")) {
        findings.wrong(
            field.offset(), "3.0.1", "major version is " + field.value() + ": receivers drop this");
      } else if (field.name().equals("minor version") && Integer.parseInt(field.value()) > 1) {
        findings.unusual(field.offset(), "3.0.1", "minor version is " + field.value());
      }
    }
  }

  private void defect(Piece piece, Malformed defect, Findings findings) {
    findings.wrong(
        defect.offset(),
        Kind.section(piece.type()),
        Kind.component(piece.type()) + ": " + defect.detail() + assignments.hint(piece));
  }

  private void component(
      Kind kind, Component component, Piece piece, Dissection message, Findings findings) {
    int minor = message.minor();
    switch (component) {
      case Component.Service it -> ServiceChecks.check(it, piece, findings);
      case Component.RouterIdentity it -> PartyChecks.router(it, piece, findings);
      case Component.Identity it -> IdentityChecks.own(it.cache(), minor, piece, findings);
      case Component.RouterView it -> IdentityChecks.view(it, minor, piece, findings);
      case Component.CacheView it -> PartyChecks.cacheView(it, piece, findings);
      case Component.AssignmentInfo it -> assignments.info(it, minor, piece, findings);
      case Component.AssignmentMap it -> assignments.map(it, piece, findings);
      case Component.Query it -> PartyChecks.query(it, piece, findings);
      case Component.Capabilities it -> CapabilityChecks.check(kind, it, piece, findings);
      case Component.Commands it -> PartyChecks.commands(kind, it, message, piece, findings);
      case Component.Unknown _ -> {}
    }
  }

  private void security(Dissection message, Piece piece, Findings findings) {
    int at = piece.place("security option");
    for (Field option : piece.named("security option")) {
      if (!option.value().equals("0") && !option.value().equals("1")) {
        findings.wrong(at, "3.1", "security option is " + option.value() + ", neither 0 nor 1");
      }
    }
    if (message.digest() == Digest.WRONG) {
      findings.wrong(
          piece.place("MD5 digest"), "3.1", "MD5 digest is not that of the given password");
    } else if (message.digest() == Digest.ABSENT && password.isPresent()) {
      findings.wrong(at, "3.1", "no digest, but a password was given: who has it refuses this");
    }
  }

  private static void surplus(Dissection message, Findings findings) {
    int left = message.octets() - message.end();
    if (left > 0 && message.defects().isEmpty()) {
      findings.unusual(
          message.end(),
          "3.0.1",
          left + " octets behind the message: receivers ignore them, the digest leaves them out");
    }
  }
}
