package dev.weir.node.page.names;

import dev.weir.node.admin.AdminPages;
import dev.weir.node.admin.Answer;
import dev.weir.node.dns.Lookup;
import dev.weir.node.dns.NameCache;
import dev.weir.node.dns.Resolver;
import dev.weir.node.proxy.host.HostCheck;
import dev.weir.node.proxy.request.Authority;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// `/v1/dns`: what a name means here, and how to have it forgotten.
public final class DnsPage {
  private static final Answer USAGE =
      new Answer.Json(400, Map.of("error", "name is a host such as www.example.com"));

  private DnsPage() {}

  /// Adds the pages.
  public static void show(AdminPages pages, HostCheck hosts) {
    pages.answer(
        "/v1/dns",
        "What a name means to explicit clients: ?name=HOST. It may ask the name servers.",
        query -> answer(query.getOrDefault("name", ""), hosts));
    pages.local(
        AdminPages.Method.POST,
        "/v1/dns/flush",
        "Forgets what names mean; ?name=HOST forgets that one.",
        query -> flush(query.get("name"), hosts.resolver()));
  }

  private static Answer answer(String text, HostCheck hosts) {
    Optional<String> name = host(text);
    if (name.isEmpty()) {
      return USAGE;
    }
    boolean kept = hosts.resolver().kept(name.get()).isPresent();
    var later = new CompletableFuture<Answer>();
    hosts.guarded(
        name.get(),
        lookup ->
            later.complete(new Answer.Json(200, page(name.get(), lookup, kept, hosts.resolver()))));
    return new Answer.Later(later);
  }

  private static Map<String, Object> page(
      String name, Lookup lookup, boolean kept, Resolver resolver) {
    var page = new LinkedHashMap<String, Object>();
    page.put("name", name);
    page.put("result", lookup.label());
    page.put("addresses", addresses(lookup));
    Optional<NameCache.Kept> now = resolver.kept(name);
    page.put("answered", now.map(it -> addresses(it.lookup())).orElse(List.of()));
    page.put("kept", kept);
    page.put("secondsLeft", now.map(it -> resolver.left(it).toSeconds()).orElse(0L));
    page.put("namesKept", resolver.kept().count());
    return page;
  }

  private static List<String> addresses(Lookup lookup) {
    return lookup instanceof Lookup.Found(List<InetAddress> all)
        ? all.stream().map(InetAddress::getHostAddress).toList()
        : List.of();
  }

  private static Answer flush(@Nullable String text, Resolver resolver) {
    if (text == null) {
      resolver.kept().forgetAll();
      return new Answer.Json(200, Map.of("forgotten", "all"));
    }
    Optional<String> name = host(text);
    name.ifPresent(resolver.kept()::forget);
    return name.<Answer>map(it -> new Answer.Json(200, Map.of("forgotten", it))).orElse(USAGE);
  }

  private static Optional<String> host(String text) {
    return Authority.parse(text)
        .filter(it -> it.literal().isEmpty() && !it.host().startsWith("["))
        .map(Authority::host);
  }
}
