package dev.weir.lab.scenario.attack;

import dev.weir.gre.Verdict;
import dev.weir.gre.device.DeviceException;
import dev.weir.gre.device.TunDevice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// The stranger: sends the packets it is told, through a TUN that its own namespace forwards from,
/// so that any source and any pieces are possible.
///
/// Says `ready`, then obeys lines `TIMES PACKET...`, in hex, and answers each with how many packets
/// went. Each time all its packets get an identification of their own.
final class StrangerProgram {
  /// The TUN, which somebody else has to set up.
  static final String TUN = "forged";

  private static final int OCTETS_MAX = 1_500;
  private static final int IDENTIFICATION_AT = 4;

  private StrangerProgram() {}

  /// Obeys until its input ends.
  public static void main(String[] arguments) throws DeviceException, IOException {
    try (var tun = TunDevice.open(TUN);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      System.out.println("ready");
      var buffer = ByteBuffer.allocateDirect(OCTETS_MAX);
      int identification = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ");
        List<byte[]> packets = Arrays.stream(words).skip(1).map(HexFormat.of()::parseHex).toList();
        int sent = 0;
        for (int time = 0; time < Integer.parseInt(words[0]); time++) {
          identification++;
          for (byte[] packet : packets) {
            sent += send(tun, buffer, packet, identification) ? 1 : 0;
          }
        }
        System.out.println(sent);
      }
    }
  }

  private static boolean send(TunDevice tun, ByteBuffer buffer, byte[] packet, int identification)
      throws DeviceException {
    buffer.clear().put(packet);
    buffer.putShort(IDENTIFICATION_AT, (short) identification);
    Forgery.mendChecksum(buffer);
    return tun.write(buffer, 0, packet.length) == Verdict.DELIVER;
  }
}
