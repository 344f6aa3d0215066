package dev.weir.node.proxy.access;

import java.util.List;
import java.util.Optional;

/// The rules of the operator about access: of each list the first that is about something decides.
/// What no rule is about is allowed. Pure.
///
/// @param requests about what is asked
/// @param responses about what comes back
public record AccessRules(List<AccessRule> requests, List<AccessRule> responses) {
  /// None.
  public static final AccessRules NONE = new AccessRules(List.of(), List.of());

  /// Copies the lists.
  public AccessRules {
    requests = List.copyOf(requests);
    responses = List.copyOf(responses);
  }

  /// Whether everything is allowed.
  public boolean isEmpty() {
    return requests.isEmpty() && responses.isEmpty();
  }

  /// Whether a request is carried out.
  public Verdict ofRequest(Asked asked) {
    return judge(requests, asked);
  }

  /// Whether a response is handed out. Where its host is was never found out, a rule about that is
  /// about nothing.
  public Verdict ofResponse(Asked asked) {
    Verdict verdict = judge(responses, asked);
    return verdict instanceof Verdict.AskAddress ? Verdict.UNRULED : verdict;
  }

  private static Verdict judge(List<AccessRule> rules, Asked asked) {
    for (AccessRule rule : rules) {
      AccessRule.Match match = rule.matches(asked);
      if (match == AccessRule.Match.ASK_ADDRESS) {
        return new Verdict.AskAddress();
      }
      if (match == AccessRule.Match.YES) {
        return rule.allows()
            ? new Verdict.Allowed(Optional.of(rule.name()))
            : new Verdict.Denied(rule.name());
      }
    }
    return Verdict.UNRULED;
  }
}
