package dev.weir.gre;

/// Too many connections, as the corpus of cases has them: from 203.0.115.0/24, and from
/// 203.0.116.0/24 by the second router.
final class Crowd implements Decapsulator.Intake {
  private static final int BUSY_NET = 0xCB0073;
  private static final int NET_OF_BUSY_ROUTER = 0xCB0074;

  @Override
  public Verdict admit(boolean begins, int client, int router) {
    if (!begins) {
      return Verdict.DELIVER;
    }
    if (client >>> 8 == BUSY_NET) {
      return Verdict.RATE_CLIENT_NET;
    }
    return client >>> 8 == NET_OF_BUSY_ROUTER
            && router == Ipv4Octets.toInt(PacketRecipe.SECOND_ROUTER)
        ? Verdict.RATE_ROUTER
        : Verdict.DELIVER;
  }
}
