package org.widemargin.web;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. A server on the loopback address is for this machine's user, whose browser also
 * shows pages of strangers: these must neither read it under a name of theirs that leads here (DNS
 * rebinding), nor send it anything.
 */
final class Visitors {
  private static final Set<String> OWN_NAMES = Set.of("localhost", "[::1]");
  private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");
  private static final Pattern PORT = Pattern.compile(":\\d*$");

  private final boolean ownOnly;

  Visitors(InetAddress address) {
    this.ownOnly = address.isLoopbackAddress();
  }

  /**
   * Lets a request in.
   *
   * @param host the header of that name; null where HTTP/1.0 sends none
   * @param origin the page that a browser sends it for; null if none
   * @param site {@code Sec-Fetch-Site}; null if none
   * @param post whether it asks for work
   * @throws Refusal if it comes from a stranger's page
   */
  void admit(@Nullable String host, @Nullable String origin, @Nullable String site, boolean post) {
    if (ownOnly && host != null && !isOwn(host)) {
      throw new Refusal(
          Refusal.FORBIDDEN,
          "expected a request to localhost, found one to '"
              + host
              + "': this server is for its own machine alone");
    }
    boolean foreignOrigin = origin != null && !isOf(origin, host);
    boolean foreignSite = post && "cross-site".equals(site);
    if (foreignOrigin || foreignSite) {
      throw new Refusal(
          Refusal.FORBIDDEN,
          "expected a request of this server's own page, or of a program, found one of the page "
              + origin);
    }
  }

  private static boolean isOwn(String host) {
    String name = PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT);
    return OWN_NAMES.contains(name) || LOOPBACK.matcher(name).matches();
  }

  private static boolean isOf(String origin, @Nullable String host) {
    return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
  }
}
