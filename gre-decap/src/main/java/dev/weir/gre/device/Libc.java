package dev.weir.gre.device;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The few system calls we need, on Linux with 64-bit pointers.
///
/// Every call returns what the C function returns; after −1, [#errno()] of the same thread says
/// why. Buffers are passed as plain addresses, so that a call on the packet path makes no object.
@SuppressWarnings("restricted")
final class Libc {
  static final int O_RDWR = 2;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;
  static final int POLLIN = 1;
  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_WAITFORONE = 0x10000;

  private static final int PROT_READ_WRITE = 1 | 2;
  private static final int MAP_SHARED = 1;

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int EAGAIN = 11;
  static final int ENOMEM = 12;
  static final int EACCES = 13;
  static final int EBUSY = 16;
  static final int ENODEV = 19;
  static final int EINVAL = 22;
  static final int EBADFD = 77;
  static final int EMSGSIZE = 90;
  static final int EADDRNOTAVAIL = 99;
  static final int ENETDOWN = 100;
  static final int ENETUNREACH = 101;
  static final int ENOBUFS = 105;
  static final int ECONNREFUSED = 111;
  static final int EHOSTUNREACH = 113;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO_FIELD =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final ThreadLocal<MemorySegment> CALL_STATE =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

  private static final MethodHandle OPEN =
      function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), variadicFrom(2));
  private static final MethodHandle IOCTL =
      function(
          "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), variadicFrom(2));
  private static final MethodHandle READ =
      function("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle WRITE =
      function("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle RECV =
      function("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
  private static final MethodHandle RECVMMSG =
      function(
          "recvmmsg",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle MMAP =
      function(
          "mmap",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle MUNMAP =
      function("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle POLL =
      function("poll", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
  private static final MethodHandle SOCKET =
      function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SETSOCKOPT =
      function(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle GETSOCKOPT =
      function(
          "getsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle BIND =
      function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle SENDTO =
      function(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));

  private Libc() {}

  /// The error of the last call this thread made.
  static int errno() {
    return (int) ERRNO_FIELD.get(CALL_STATE.get(), 0L);
  }

  /// Whether an error of sending is about the one packet, or the path of the moment.
  static boolean losesPacket(int errno) {
    return switch (errno) {
      case EAGAIN,
          EINTR,
          ENOBUFS,
          ENOMEM,
          EPERM,
          EACCES,
          EMSGSIZE,
          EINVAL,
          ENETDOWN,
          ENETUNREACH,
          EHOSTUNREACH,
          ECONNREFUSED ->
          true;
      default -> false;
    };
  }

  static int open(String path, int flags) {
    try (var arena = Arena.ofConfined()) {
      return (int) OPEN.invokeExact(CALL_STATE.get(), arena.allocateFrom(path), flags);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  static int ioctl(int fd, long request, MemorySegment argument) {
    try {
      return (int) IOCTL.invokeExact(CALL_STATE.get(), fd, request, argument);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  static long read(int fd, long address, long octets) {
    try {
      return (long) READ.invokeExact(CALL_STATE.get(), fd, address, octets);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  static long write(int fd, long address, long octets) {
    try {
      return (long) WRITE.invokeExact(CALL_STATE.get(), fd, address, octets);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  static long receive(int fd, long address, long octets) {
    try {
      return (long) RECV.invokeExact(CALL_STATE.get(), fd, address, octets, MSG_DONTWAIT);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /// Receives up to `count` packets at once and waits for the first of them; see `recvmmsg(2)`.
  static int receiveMany(int fd, long messages, int count) {
    try {
      return (int) RECVMMSG.invokeExact(CALL_STATE.get(), fd, messages, count, MSG_WAITFORONE, 0L);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /// Maps a descriptor's memory, shared, to read and write.
  ///
  /// @return its address, or −1
  static long map(int fd, long octets) {
    try {
      return (long)
          MMAP.invokeExact(CALL_STATE.get(), 0L, octets, PROT_READ_WRITE, MAP_SHARED, fd, 0L);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  static void unmap(long address, long octets) {
    try {
      int ignored = (int) MUNMAP.invokeExact(CALL_STATE.get(), address, octets);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  static void close(int fd) {
    try {
      int ignored = (int) CLOSE.invokeExact(CALL_STATE.get(), fd);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /// Waits for one descriptor; `pollfd` is a struct of eight octets that [#pollIn] made.
  static int poll(MemorySegment pollfd, int timeoutMillis) {
    try {
      return (int) POLL.invokeExact(CALL_STATE.get(), pollfd.address(), 1L, timeoutMillis);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /// A `struct pollfd` that waits for input on `fd`.
  static MemorySegment pollIn(Arena arena, int fd) {
    var pollfd = arena.allocate(8, 4);
    pollfd.set(JAVA_INT, 0, fd);
    pollfd.set(JAVA_SHORT, 4, (short) POLLIN);
    return pollfd;
  }

  /// After [#poll]: whether the descriptor has failed, not become readable.
  static boolean hasFailed(MemorySegment pollfd) {
    return (pollfd.get(JAVA_SHORT, 6) & ~POLLIN) != 0;
  }

  static int socket(int domain, int type, int protocol) {
    try {
      return (int) SOCKET.invokeExact(CALL_STATE.get(), domain, type, protocol);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  static int setsockopt(int fd, int level, int option, int value) {
    try (var arena = Arena.ofConfined()) {
      return setsockopt(fd, level, option, arena.allocateFrom(JAVA_INT, value));
    }
  }

  static int setsockopt(int fd, int level, int option, MemorySegment value) {
    try {
      return (int)
          SETSOCKOPT.invokeExact(
              CALL_STATE.get(), fd, level, option, value, (int) value.byteSize());
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /// Fills `value` with an option of a socket.
  static int getsockopt(int fd, int level, int option, MemorySegment value) {
    try (var arena = Arena.ofConfined()) {
      var length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
      return (int) GETSOCKOPT.invokeExact(CALL_STATE.get(), fd, level, option, value, length);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  static int bind(int fd, MemorySegment socketAddress) {
    try {
      return (int)
          BIND.invokeExact(CALL_STATE.get(), fd, socketAddress, (int) socketAddress.byteSize());
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  static long sendto(int fd, long address, long octets, MemorySegment to) {
    try {
      return (long)
          SENDTO.invokeExact(
              CALL_STATE.get(), fd, address, octets, 0, to.address(), (int) to.byteSize());
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static Linker.Option variadicFrom(int argument) {
    return Linker.Option.firstVariadicArg(argument);
  }

  private static MethodHandle function(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    var all = new Linker.Option[options.length + 1];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = ERRNO;
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, all);
  }

  // A downcall throws nothing of its own; what arrives here is an Error of the JVM or our mistake.
  private static RuntimeException impossible(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("system call could not be made", thrown);
  }
}
