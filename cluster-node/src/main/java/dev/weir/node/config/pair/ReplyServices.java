package dev.weir.node.config.pair;

import dev.weir.node.config.ServiceConfig;
import dev.weir.node.config.WccpConfig;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Distribution;
import dev.weir.wccp.negotiation.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The service groups that bring origins' answers to the node that asked, where it asked under its
/// client's address (ADR-0019).
///
/// A router chooses by what it reads in a packet. An answer has the addresses and ports of the
/// request turned round, so its group hashes the turned-round field: then both have one bucket, and
/// one table of buckets makes one node of it. The client's port is the exception: the node's
/// connection has another, which no table knows.
public final class ReplyServices {
  private static final int SOURCE_ADDRESS = 0x1;
  private static final int DESTINATION_ADDRESS = 0x2;
  private static final int SOURCE_PORT = 0x4;
  private static final int DESTINATION_PORT = 0x8;
  private static final int PORTS_DEFINED = 0x10;
  private static final int PORTS_ARE_SOURCES = 0x20;
  private static final int ALTERNATE = 0xf00;
  private static final int TCP = 6;
  private static final int PRIORITY = 100;
  private static final int ID_MAX = 255;
  private static final Map<Integer, String> NAMES =
      Map.of(
          SOURCE_ADDRESS, "source-address",
          DESTINATION_ADDRESS, "destination-address",
          SOURCE_PORT, "source-port",
          DESTINATION_PORT, "destination-port");

  private ReplyServices() {}

  /// The services with those that bring the answers: an operator's own, or one that is made for
  /// each service that has none, numbered from `firstId` on. Unsafe ones are refused.
  ///
  /// @param section the one of `wccp`
  public static List<ServiceConfig> completing(
      WccpConfig wccp, int firstId, SectionReader section) {
    checkWays(wccp, section);
    List<ServiceConfig> services = wccp.services();
    var all = new ArrayList<>(services);
    int id = firstId;
    for (ServiceConfig requests : services) {
      if (requests.portsAreSources()) {
        expectRequests(requests, services, section);
        continue;
      }
      checkAlone(requests, section);
      Optional<ServiceConfig> replies = repliesTo(requests, services);
      if (replies.isPresent()) {
        checkTogether(requests, replies.get(), section);
      } else {
        all.add(made(requests, id, services, section));
        id++;
      }
    }
    return List.copyOf(all);
  }

  /// For each group of clients the one that brings the answers.
  public static Map<ServiceGroup, ServiceGroup> pairs(List<ServiceConfig> services) {
    var pairs = new HashMap<ServiceGroup, ServiceGroup>();
    for (ServiceConfig requests : services) {
      if (!requests.portsAreSources()) {
        repliesTo(requests, services).ifPresent(it -> pairs.put(requests.group(), it.group()));
      }
    }
    return Map.copyOf(pairs);
  }

  private static void checkWays(WccpConfig wccp, SectionReader section) {
    if (wccp.version() == WccpConfig.Version.ONE) {
      section.refuse(
          "version",
          "version 1 has no service for the answers to a client's address",
          "write version: 2, or origin.address: node");
    }
    if (!wccp.hasRouters()) {
      section.refuse(
          "routers",
          "without WCCP nobody brings the answers to a client's address",
          "write the routers, or origin.address: node");
    }
    if (wccp.forwarding().contains(Transport.L2)) {
      section.refuse(
          "forwarding",
          "answers to a client's address are taken in GRE alone",
          "write forwarding: [gre], or origin.address: node");
    }
    if (wccp.assignment().contains(Distribution.MASK)) {
      section.refuse(
          "assignment",
          "by mask, answers to a client's address would not reach the node that asked",
          "write assignment: [hash], or origin.address: node");
    }
  }

  private static Optional<ServiceConfig> repliesTo(
      ServiceConfig requests, List<ServiceConfig> services) {
    return services.stream()
        .filter(it -> it.portsAreSources() && it.ports().equals(requests.ports()))
        .findFirst();
  }

  private static ServiceConfig made(
      ServiceConfig requests, int id, List<ServiceConfig> services, SectionReader wccp) {
    var group = new ServiceGroup(ServiceGroup.Type.DYNAMIC, Math.min(id, ID_MAX));
    if (id > ID_MAX || services.stream().anyMatch(it -> it.group().equals(group))) {
      wccp.refuse(
          "services",
          "service " + id + " is wanted for the answers to " + name(requests),
          "give origin.reply-service another number");
    }
    int flags = turned(hash(requests)) | PORTS_DEFINED | PORTS_ARE_SOURCES;
    return new ServiceConfig(
        new Component.Service(group, PRIORITY, TCP, flags, requests.ports()), requests.password());
  }

  private static void checkAlone(ServiceConfig requests, SectionReader wccp) {
    if (hash(requests) == SOURCE_PORT) {
      wccp.refuse(
          "services",
          name(requests)
              + " hashes the source-port, and this node's connection to the origin has"
              + " another port than the client's",
          "write hash: destination-address, or origin.address: node");
    }
    if ((requests.description().flags() & ALTERNATE) != 0) {
      wccp.refuse(
          "services",
          name(requests)
              + " has an alternate-hash, and a bucket that is moved by it is not moved"
              + " for the answers",
          "remove alternate-hash, or write origin.address: node");
    }
  }

  private static void checkTogether(
      ServiceConfig requests, ServiceConfig replies, SectionReader wccp) {
    int wanted = turned(hash(requests));
    if (hash(replies) != wanted || (replies.description().flags() & ALTERNATE) != 0) {
      wccp.refuse(
          "services",
          name(requests)
              + " hashes the "
              + NAMES.get(hash(requests))
              + ", "
              + name(replies)
              + " the "
              + NAMES.get(hash(replies))
              + ": an answer would reach a node that did not"
              + " ask",
          "write hash: " + NAMES.get(wanted) + " for " + name(replies) + ", and no alternate-hash");
    }
  }

  private static void expectRequests(
      ServiceConfig replies, List<ServiceConfig> services, SectionReader wccp) {
    if (services.stream()
        .noneMatch(it -> !it.portsAreSources() && it.ports().equals(replies.ports()))) {
      wccp.refuse(
          "services",
          name(replies)
              + " brings the answers of ports "
              + replies.ports()
              + ", to which no service of yours brings requests",
          "remove it, or add a service with these ports and ports-of: destination");
    }
  }

  private static int hash(ServiceConfig service) {
    return service.group().equals(ServiceGroup.WEB_CACHE)
        ? DESTINATION_ADDRESS
        : service.description().flags() & 0xf;
  }

  /// The same field of a packet that goes the other way.
  private static int turned(int hash) {
    return switch (hash) {
      case SOURCE_ADDRESS -> DESTINATION_ADDRESS;
      case DESTINATION_ADDRESS -> SOURCE_ADDRESS;
      case SOURCE_PORT -> DESTINATION_PORT;
      default -> SOURCE_PORT;
    };
  }

  private static String name(ServiceConfig service) {
    return "service " + service.group().displayName();
  }
}
