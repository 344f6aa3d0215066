package dev.weir.node.proxy.tunnel;

import dev.weir.node.proxy.outcome.Account;
import dev.weir.node.proxy.splice.Splice;
import io.netty.channel.Channel;
import java.net.InetAddress;

/// One tunnel, from when there is room for it. Confined to the event loop of both its ends.
public final class Tunnel implements Splice.Account {
  private final Tunnels all;
  private final TunnelKind kind;
  private final InetAddress client;
  private final Account account;
  private int status;
  private long octetsBack;

  Tunnel(Tunnels all, TunnelKind kind, InetAddress client, Account account) {
    this.all = all;
    this.kind = kind;
    this.client = client;
    this.account = account;
  }

  /// Joins both ends, whose pipelines hold what came of either. The client was told this status.
  public void join(Channel near, Channel far, int told) {
    status = told;
    all.begun(kind);
    Splice.join(near, far, all.idle(), this);
  }

  /// It does not come about.
  public void giveUp() {
    all.giveBack(client);
  }

  @Override
  public void onward(int octets) {
    all.onward(octets);
  }

  @Override
  public void back(int octets) {
    octetsBack += octets;
    all.back(octets);
  }

  @Override
  public void ended(Splice.End why) {
    all.ended(why);
    all.giveBack(client);
    account.tunnelled(status, octetsBack);
  }
}
