package dev.weir.lab.scenario.attack;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.HexFormat;
import java.util.List;

/// The lab's end of a running [StrangerProgram].
final class Stranger {
  /// Anything goes: its own address as the source, too, and routes by the source.
  private static final List<String> FORWARDING =
      List.of(
          "net.ipv4.ip_forward=1",
          "net.ipv4.conf.all.accept_local=1",
          "net.ipv4.conf.all.accept_source_route=1",
          "net.ipv4.conf." + StrangerProgram.TUN + ".accept_source_route=1");

  private final Writer orders;
  private final BufferedReader answers;

  private Stranger(Process process) {
    this.orders = process.outputWriter();
    this.answers = process.inputReader();
  }

  /// Starts the program, and has its namespace forward whatever it makes up.
  static Stranger start(Programs programs) throws LabFailure, InterruptedException {
    String namespace = Plan.STRANGER.namespace();
    var stranger = new Stranger(programs.startOwn(Plan.STRANGER, StrangerProgram.class));
    stranger.answer();
    for (String setting : FORWARDING) {
      Shell.must("ip", "netns", "exec", namespace, "sysctl", "-qw", setting);
    }
    Shell.must("ip", "-n", namespace, "link", "set", StrangerProgram.TUN, "up");
    return stranger;
  }

  /// Has packets sent, all of them so many times.
  void send(int times, List<byte[]> packets) throws LabFailure {
    var line = new StringBuilder().append(times);
    for (byte[] packet : packets) {
      line.append(' ').append(HexFormat.of().formatHex(packet));
    }
    try {
      orders.write(line + "\n");
      orders.flush();
    } catch (IOException e) {
      throw new LabFailure("the stranger does not listen", e);
    }
    String sent = answer();
    if (!sent.equals(String.valueOf(times * packets.size()))) {
      throw new LabFailure("the stranger sent only " + sent);
    }
  }

  private String answer() throws LabFailure {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new LabFailure("the stranger has ended");
      }
      return line;
    } catch (IOException e) {
      throw new LabFailure("the stranger does not answer", e);
    }
  }
}
