package dev.weir.node.proxy.outcome;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.node.access.AccessLog;
import dev.weir.node.access.Draft;
import dev.weir.node.access.Mark;
import dev.weir.node.access.ObjectSource;
import dev.weir.node.access.Treatment;
import dev.weir.node.proxy.request.Scheme;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What one request was and what it got, until it is counted and logged. Only what a client asks is
/// logged, at the node that it asks.
///
/// Confined to one thread.
public final class Account {
  private static final RequestHead UNREAD = new RequestHead("", "", Fields.NONE);
  private static final int STATUS_LINE_OCTETS = 19; // HTTP/1.1 200 OK and two line ends

  /// What the accounts of a node have in common.
  public record Books(AccessLog log, InstantSource wallClock) {}

  /// Is told how a request ended, the nanoseconds that it took, the host that was asked for and the
  /// octets of the body that were sent.
  public interface Ended {
    /// It has.
    void ended(RequestResult how, long nanos, String host, long octets);
  }

  /// Tells nobody.
  public static final Ended UNCOUNTED = (_, _, _, _) -> {};

  /// Who asks, and how he came.
  ///
  /// @param address anything else than an address is not known
  /// @param scheme in the clear, or by TLS that ends here
  /// @param router the IPv4 address of whoever diverted him, as a number; 0: not known
  public record Client(@Nullable SocketAddress address, Scheme scheme, boolean http2, int router) {
    /// Who is not known.
    public static final Client NOBODY = new Client(null, Scheme.HTTP, false, 0);
  }

  private final Books books;
  private final Ended count;
  private final Client came;
  private final @Nullable InetSocketAddress client;
  private final boolean logged;
  private final long id;
  private final long beganNs = System.nanoTime();
  private RequestHead request = UNREAD;
  private String host = "";
  private boolean http11 = true;
  private ObjectSource source = ObjectSource.NONE;
  private @Nullable InetSocketAddress asked;
  private int status;
  private int headOctets;
  private long bodyOctets;
  private @Nullable String type;
  private @Nullable String rule;
  private @Nullable String detail;
  private @Nullable String parent;
  private @Nullable String user;
  private boolean over;

  /// That of a request which begins now.
  ///
  /// @param count told once how it ended
  /// @param logged whether it gets a line
  public Account(Books books, Client client, boolean logged, Ended count) {
    this.books = books;
    this.came = client;
    this.client = client.address instanceof InetSocketAddress address ? address : null;
    this.logged = logged && books.log().isOn();
    this.id = books.log().nextId();
    this.count = count;
  }

  /// What is asked, as far as it could be read.
  public void asks(RequestHead head, String version) {
    request = head;
    host = head.fields().first("Host").orElse("");
    http11 = !version.equals("HTTP/1.0");
  }

  /// What is asked, once it is understood.
  public void asks(RequestHead head, String authority, boolean http11) {
    this.request = head;
    this.host = authority;
    this.http11 = http11;
  }

  /// The IPv4 address of the client; 0: somebody else asks.
  public int clientAddress() {
    return client == null ? 0 : Draft.address(client.getAddress());
  }

  /// Who has shown a password for it, if anybody has.
  public void by(Optional<String> name) {
    user = name.orElse(user);
  }

  /// Who has shown a password for it.
  public Optional<String> user() {
    return Optional.ofNullable(user);
  }

  /// Its number, as the access log has it.
  public String number() {
    return HexFormat.of().toHexDigits(id);
  }

  /// Now.
  public Instant now() {
    return books.wallClock().instant();
  }

  /// Whether whoever asks reads HTML (RFC 9110 §12.5.1 Accept).
  public boolean readsHtml() {
    return request.fields().all("Accept").stream()
        .flatMap(Pattern.compile(",")::splitAsStream)
        .map(range -> range.strip().toLowerCase(Locale.ROOT))
        .anyMatch(range -> range.startsWith("text/html") && !range.matches(".*;q=0(\\.0*)?"));
  }

  /// Somebody is asked for it, whose answer it will be unless the store has one after all.
  public void asked(ObjectSource of, InetSocketAddress where) {
    source = of;
    asked = where;
    parent = null;
  }

  /// The same of a parent of this name.
  public void asked(String parentName, InetSocketAddress where) {
    asked(ObjectSource.PARENT, where);
    parent = parentName;
  }

  /// Octets are to be led through to this address.
  public void connecting(InetSocketAddress where) {
    asked(ObjectSource.ORIGIN, where);
  }

  /// It is answered with what is stored.
  public void served(ObjectSource from) {
    source = from;
  }

  /// This rule of the operator's has decided, if any has.
  public void ruled(Optional<String> name) {
    rule = name.orElse(rule);
  }

  /// The name of the rule that decides.
  public Optional<String> rule() {
    return Optional.ofNullable(rule);
  }

  /// A head is sent, with this Cache-Status.
  public void head(ResponseHead head, String cacheStatus) {
    if (logged) {
      status = head.status();
      type = head.fields().first("Content-Type").orElse(null);
      headOctets = STATUS_LINE_OCTETS + head.fields().octets() + cacheStatus.length() + 40;
    }
  }

  /// Octets of a body are sent.
  public void body(int octets) {
    bodyOctets += octets;
  }

  /// Nothing of it was carried out.
  public void refused(int status, String reason) {
    this.status = status;
    detail = reason;
    log(isDenial(status) ? Treatment.DENIED : Treatment.REFUSED, false);
  }

  /// It was given what this node has made itself, so many octets.
  public void given(int octets) {
    status = 200;
    bodyOctets = octets;
    source = ObjectSource.MEMORY;
    log(Treatment.HIT, false);
  }

  /// Nobody could be reached for it.
  public void failed(int status, String reason) {
    this.status = status;
    detail = reason;
    log(isDenial(status) ? Treatment.DENIED : Treatment.ERROR, false);
  }

  /// It was answered with this status, and octets were led through, so many of them to the client.
  public void tunnelled(int status, long octets) {
    this.status = status;
    bodyOctets = octets;
    log(Treatment.TUNNEL, false);
  }

  /// It has been answered so, or broken off.
  void ended(RequestResult how, Treatment treatment, @Nullable String why, boolean broken) {
    if (!over) {
      detail = why;
      count.ended(how, System.nanoTime() - beganNs, host, bodyOctets);
      log(treatment == Treatment.ERROR && isDenial(status) ? Treatment.DENIED : treatment, broken);
    }
  }

  private static boolean isDenial(int status) {
    return status == 401 || status == 403 || status == 407 || status == 409 || status == 421;
  }

  private void log(Treatment how, boolean broken) {
    if (over || !logged) {
      over = true;
      return;
    }
    over = true;
    long elapsedNs = System.nanoTime() - beganNs;
    var own = how == Treatment.ERROR || how == Treatment.DENIED || how == Treatment.REFUSED;
    Draft draft =
        books
            .log()
            .draft()
            .begin(status, how, own ? ObjectSource.NONE : source)
            .at(books.wallClock().millis(), elapsedNs, id)
            .sent(headOctets, bodyOctets)
            .router(came.router)
            .mark(Mark.HTTP_1_0, !http11)
            .mark(Mark.HTTP_2, came.http2)
            .mark(Mark.TLS, came.scheme == Scheme.HTTPS)
            .mark(Mark.BROKEN, broken);
    if (client != null) {
      draft.client(Draft.address(client.getAddress()), client.getPort());
    }
    if (asked != null) {
      draft.other(asked);
    }
    Fields fields = request.fields();
    draft
        .text(request.method())
        .text(host)
        .text(request.target())
        .text(fields.first("Referer").orElse(null))
        .text(fields.first("User-Agent").orElse(null))
        .text(type)
        .text(rule)
        .text(detail)
        .text(parent)
        .text(user)
        .end();
  }
}
