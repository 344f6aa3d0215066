package dev.weir.gre.device;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// A filter in the kernel that lets a socket see the GRE packets of some routers only, as a program
/// of the classic packet filter.
final class RouterFilter {
  private static final int SOL_SOCKET = 1;
  private static final int SO_ATTACH_FILTER = 26;
  private static final int INSTRUCTION_OCTETS = 8;

  private static final short LOAD_WORD = 0x20;
  private static final short LOAD_HALF = 0x28;
  private static final short LOAD_OCTET = 0x30;
  private static final short JUMP_IF_EQUAL = 0x15;
  private static final short RETURN = 0x06;
  private static final int WHOLE_PACKET = 0x40000;

  private static final int ETHERNET_HEADER = 14;
  private static final int ETHERTYPE = 12;
  private static final int IPV4 = 0x0800;
  private static final int PROTOCOL = 9;
  private static final int GRE = 47;
  private static final int SOURCE = 12;

  /// One instruction: `whenTrue` and `whenFalse` are how many instructions a jump leaves out.
  record Instruction(short code, int whenTrue, int whenFalse, int operand) {}

  private RouterFilter() {}

  /// Attaches the filter to a socket in place of an earlier one, in one step.
  ///
  /// @throws DeviceException when the kernel refuses it
  static void attach(int fd, GreSource.Framing framing, Collection<Inet4Address> routers)
      throws DeviceException {
    List<Instruction> program = program(framing, routers);
    try (var arena = Arena.ofConfined()) {
      var code = arena.allocate((long) INSTRUCTION_OCTETS * program.size(), 8);
      for (int i = 0; i < program.size(); i++) {
        put(code.asSlice((long) INSTRUCTION_OCTETS * i, INSTRUCTION_OCTETS), program.get(i));
      }
      var filter = arena.allocate(16, 8);
      filter.set(JAVA_SHORT, 0, (short) program.size());
      filter.set(ADDRESS, 8, code);
      if (Libc.setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, filter) < 0) {
        throw new DeviceException(
            "the kernel refuses a filter for %d routers, errno %d"
                .formatted(routers.size(), Libc.errno()));
      }
    }
  }

  /// GRE from these sources, the whole packet; of no router, no packet.
  static List<Instruction> program(GreSource.Framing framing, Collection<Inet4Address> routers) {
    var program = new ArrayList<Instruction>();
    int header = 0;
    if (framing == GreSource.Framing.ETHERNET) {
      header = ETHERNET_HEADER;
      program.add(new Instruction(LOAD_HALF, 0, 0, ETHERTYPE));
      program.add(new Instruction(JUMP_IF_EQUAL, 1, 0, IPV4));
      program.add(new Instruction(RETURN, 0, 0, 0));
    }
    program.add(new Instruction(LOAD_OCTET, 0, 0, header + PROTOCOL));
    program.add(new Instruction(JUMP_IF_EQUAL, 1, 0, GRE));
    program.add(new Instruction(RETURN, 0, 0, 0));
    program.add(new Instruction(LOAD_WORD, 0, 0, header + SOURCE));
    for (Inet4Address router : routers) {
      int address = ByteBuffer.wrap(router.getAddress()).getInt();
      program.add(new Instruction(JUMP_IF_EQUAL, 0, 1, address));
      program.add(new Instruction(RETURN, 0, 0, WHOLE_PACKET));
    }
    program.add(new Instruction(RETURN, 0, 0, 0));
    return List.copyOf(program);
  }

  private static void put(MemorySegment to, Instruction instruction) {
    to.set(JAVA_SHORT, 0, instruction.code());
    to.set(JAVA_BYTE, 2, (byte) instruction.whenTrue());
    to.set(JAVA_BYTE, 3, (byte) instruction.whenFalse());
    to.set(JAVA_INT, 4, instruction.operand());
  }
}
