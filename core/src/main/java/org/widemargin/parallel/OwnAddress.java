package org.widemargin.parallel;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Comparator;
import java.util.List;

/** By which of its addresses other machines reach this one. */
final class OwnAddress {
  private OwnAddress() {}

  /**
   * Chooses an address. In {@code /etc/hosts} of Debian and Ubuntu a machine's own name stands for
   * 127.0.1.1, by which no other machine reaches it: the first that others may reach does better.
   *
   * @param host of the first worker, as it was given
   * @param way the address that this machine has on the way there
   * @param others those of this machine that others may reach
   * @return the way's, unless it leads nowhere and the host was not written as this very machine
   */
  static InetAddress towards(String host, InetAddress way, List<InetAddress> others) {
    boolean reachable = !way.isLoopbackAddress();
    return reachable || isWrittenAsLoopback(host) || others.isEmpty() ? way : others.get(0);
  }

  private static boolean isWrittenAsLoopback(String host) {
    return host.contains("localhost") || host.startsWith("127.") || host.contains("::1");
  }

  /** Those of this machine's interfaces, in the system's order, which puts cards before bridges. */
  static List<InetAddress> all() throws IOException {
    return NetworkInterface.networkInterfaces()
        .filter(OwnAddress::isUp)
        .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
        .toList();
  }

  private static boolean isUp(NetworkInterface each) {
    try {
      return each.isUp();
    } catch (IOException e) {
      return false;
    }
  }
}
