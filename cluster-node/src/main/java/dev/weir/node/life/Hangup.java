package dev.weir.node.life;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/// SIGHUP, which by itself ends a JVM. There is no supported way to hear of it but by the class
/// that every JVM has in `jdk.unsupported`.
public final class Hangup {
  private Hangup() {}

  /// Runs an action, on a thread of its own, at each SIGHUP from now on. False: this JVM does not
  /// let us hear of it, such as one that was started with -Xrs.
  public static boolean listen(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler called =
          (self, method, arguments) -> {
            if (method.getName().equals("handle")) {
              action.run();
            }
            return null;
          };
      Object listener =
          Proxy.newProxyInstance(Hangup.class.getClassLoader(), new Class<?>[] {handler}, called);
      Object hup = signal.getConstructor(String.class).newInstance("HUP");
      signal.getMethod("handle", signal, handler).invoke(null, hup, listener);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
