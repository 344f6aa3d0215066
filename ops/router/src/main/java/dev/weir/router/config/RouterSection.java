package dev.weir.router.config;

import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.negotiation.Profile;
import java.net.Inet4Address;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The `router` section: what holds for every service.
///
/// @param id the WCCP address: identity, source of messages and of GRE; empty: the host's addresses
///   decide, by the profile's rule
/// @param version 1 or 2, for all services, as on IOS (§7.3)
/// @param profile which router's ways it has (§7.4)
/// @param checks what is asked of a packet beside the first service that it belongs to (§7.3)
/// @param strictRevision200 whether a REDIRECT_ASSIGN that does not list us flushes the table, as
///   2.00 has it; else it is ignored (§4.4)
/// @param bucketOctet how an A flag stands in a bucket's octet (§3.0.3)
public record RouterSection(
    Optional<Inet4Address> id,
    int version,
    Profile profile,
    Checks checks,
    boolean strictRevision200,
    BucketOctet bucketOctet) {

  private static final Map<String, Integer> VERSIONS = new TreeMap<>(Map.of("1", 1, "2", 2));

  /// The two `ip wccp check` of IOS (§7.3).
  ///
  /// @param servicesAll whether a packet that one service's redirect list denies is offered to the
  ///   next service
  /// @param aclOutbound whether a packet to redirect must pass the access list of the interface by
  ///   which it would have left
  public record Checks(boolean servicesAll, boolean aclOutbound) {
    /// Neither.
    public static final Checks NONE = new Checks(false, false);
  }

  /// Whether the profile's router redirects out and excludes in; the others redirect in only.
  public boolean redirectsOut() {
    return profile == Profile.IOS || profile == Profile.FORTIOS;
  }

  /// Whether the profile's router speaks version 1 and joins multicast groups.
  public boolean isVersatile() {
    return profile != Profile.ASA;
  }

  static RouterSection read(SectionReader section) {
    var read =
        new RouterSection(
            section
                .key("id", Values.address(), "The address caches are configured with.")
                .optional(),
            section.key("version", Values.oneOf(VERSIONS), "The version of WCCP spoken.").or(2),
            section
                .key("profile", Values.oneOf(Profile.class), "Which router to behave like.")
                .or(Profile.IOS),
            new Checks(
                section
                    .key(
                        "check-services-all",
                        Values.flag(),
                        "Offer a packet that a redirect-list denies to the next service.")
                    .or(false),
                section
                    .key(
                        "check-acl-outbound",
                        Values.flag(),
                        "Redirect only what may leave by the interface it would have left by.")
                    .or(false)),
            section
                .key(
                    "strict-rev200",
                    Values.flag(),
                    "A table that does not name us flushes ours, as the older drafts have it.")
                .or(false),
            section
                .key(
                    "bucket-octet",
                    Values.oneOf(BucketOctet.class),
                    "Where the alternate flag stands in a bucket's octet.")
                .or(BucketOctet.CISCO));
    read.check(section);
    return read;
  }

  private void check(SectionReader section) {
    if (id.isPresent() && profile == Profile.ASA) {
      section.refuse(
          "id", "this profile's id is the highest address of its interfaces", "remove it");
    }
    if (id.isEmpty() && profile == Profile.FORTIOS) {
      section.refuse("id", "missing, and this profile chooses none", "write it");
    }
    if (version == 1 && !isVersatile()) {
      section.refuse("version", "this profile speaks version 2 only", "write 2");
    }
  }
}
