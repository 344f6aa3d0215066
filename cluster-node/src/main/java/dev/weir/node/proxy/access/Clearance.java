package dev.weir.node.proxy.access;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.operator.Subject;
import dev.weir.node.proxy.access.user.Login;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;

/// One request under what was in force when it came: first who asks, then what; once its host is
/// found, where that is; and of its response the media type. It knows the user and the rule that
/// has decided last.
///
/// Confined to the event loop of its conversation.
public final class Clearance {
  private static final int LOGIN_WANTED = 407;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;
  private static final String BRAKE_SECONDS = "60";

  /// Where nobody is.
  public static final InetSocketAddress NOBODY =
      new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);

  private final Access access;
  private final InetAddress client;
  private Asked asked;
  private Optional<String> rule = Optional.empty();
  private boolean asksAddress;

  /// That of a request.
  public Clearance(Access access, InetAddress client, Asked asked) {
    this.access = access;
    this.client = client;
    this.asked = asked;
  }

  /// Tells on `loop` why the request is not carried out; empty when, so far, it is.
  ///
  /// @param credentials its Proxy-Authorization
  public void begin(Optional<String> credentials, EventLoop loop, Consumer<Optional<Denial>> told) {
    if (access.login().isEmpty() || asked.way() != WayIn.FORWARD) {
      told.accept(judge());
      return;
    }
    Login login = access.login().get();
    login.find(
        credentials,
        client,
        found -> {
          if (loop.inEventLoop()) {
            told.accept(known(found, login));
          } else {
            loop.execute(() -> told.accept(known(found, login)));
          }
        });
  }

  /// Why a connection of nobody who could log in is not led through to this address; empty: it is.
  public Optional<Denial> ofTunnel(InetSocketAddress to) {
    Optional<Denial> denial = judge();
    return denial.isPresent() ? denial : at(to);
  }

  private Optional<Denial> known(Login.Found found, Login login) {
    return switch (found.finding()) {
      case KNOWN -> {
        asked = asked.by(found.user());
        yield judge();
      }
      case ABSENT, WRONG -> Optional.of(loginWanted(login));
      case BRAKED ->
          Optional.of(Denial.of(TOO_MANY, "login-braked", Fields.of("Retry-After", BRAKE_SECONDS)));
      case BUSY -> Optional.of(Denial.of(UNAVAILABLE, "login-busy", Fields.of("Retry-After", "1")));
    };
  }

  /// RFC 9110 §11.7.1 Proxy-Authenticate.
  private static Denial loginWanted(Login login) {
    String challenge = "Basic realm=\"" + login.realm() + "\", charset=\"UTF-8\"";
    return Denial.of(LOGIN_WANTED, "login", Fields.of("Proxy-Authenticate", challenge));
  }

  private Optional<Denial> judge() {
    return denial(access.rules().ofRequest(asked));
  }

  /// The host is there. Empty: the request goes on.
  public Optional<Denial> at(InetSocketAddress host) {
    if (host.getAddress() != null && !host.getAddress().isAnyLocalAddress()) {
      asked = asked.at(host.getAddress());
    }
    return asksAddress ? judge() : Optional.empty();
  }

  /// The response has come, or is stored. Empty: it is handed out.
  public Optional<Denial> of(ResponseHead response) {
    if (access.rules().responses().isEmpty()) {
      return Optional.empty();
    }
    String type = Subject.mediaType(response.fields().first("Content-Type").orElse(""));
    return denial(access.rules().ofResponse(asked.answered(type)));
  }

  private Optional<Denial> denial(Verdict verdict) {
    asksAddress |= verdict instanceof Verdict.AskAddress;
    return switch (verdict) {
      case Verdict.Allowed(Optional<String> name) -> {
        rule = name.or(() -> rule);
        yield Optional.empty();
      }
      case Verdict.Denied(String name) -> {
        rule = Optional.of(name);
        yield Optional.of(Denial.by(name));
      }
      case Verdict.AskAddress() -> Optional.empty();
    };
  }

  /// The name of the rule that has decided, if one has.
  public Optional<String> rule() {
    return rule;
  }

  /// Who has shown a password.
  public Optional<String> user() {
    return asked.user();
  }

  /// What a client gets by way of a page; empty: a line of plain text.
  ///
  /// @param request the number by which the log knows it
  public Optional<String> page(Denial denial, String node, String request) {
    return denial
        .rule()
        .flatMap(name ->
            access
                .page()
                .map(it -> it.about(new BlockPage.Refused(asked.url(), name, node, request))));
  }
}
