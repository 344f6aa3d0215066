/// The devices packets come from and go to: pcap capture, TUN, raw socket.
///
/// The only package of this module that performs I/O, and the only one that uses
/// `java.lang.foreign` and pcap4j. pcap4j brings JNA, which unpacks its native library into a
/// folder and leaves it there after a kill: start the JVM with `-Djna.tmpdir=FOLDER` naming a
/// folder of the run, and with `--enable-native-access=ALL-UNNAMED`.
@NullMarked
package dev.weir.gre.device;

import org.jspecify.annotations.NullMarked;
