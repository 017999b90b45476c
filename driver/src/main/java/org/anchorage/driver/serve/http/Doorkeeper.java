/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.anchorage.core.config.value.ConfigurationException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Says who may use a route. Immutable.
 *
 * <p>Without a token the server answers on loopback alone, and to names of this machine alone. A
 * page of another site that lets its own name point to 127.0.0.1 would otherwise read the index
 * through the browser of somebody who runs a server (DNS rebinding).
 */
public final class Doorkeeper {

  private final @Nullable Token token;

  private Doorkeeper(@Nullable Token token) {
    this.token = token;
  }

  /**
   * Makes a doorkeeper.
   *
   * @param host that the server listens on
   * @param token null for none
   * @throws ConfigurationException if others may reach the host and there is no token, or there is
   *     no such host
   */
  public static Doorkeeper of(String host, @Nullable Token token) {
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new ConfigurationException(
          "--host", host, "there is no such host; give a name or an address of this machine");
    }
    if (token == null && !address.isLoopbackAddress()) {
      throw new ConfigurationException(
          "--host",
          host,
          "other machines may reach it, and nothing would keep them from the index; give --token"
              + " FILE, or listen on 127.0.0.1");
    }
    return new Doorkeeper(token);
  }

  /** Returns whether anybody may write. */
  public boolean letsWrite() {
    return token != null;
  }

  /**
   * Lets a request pass.
   *
   * @throws Refusal if it may not
   */
  void require(Access access, Request request) {
    Token known = token;
    if (known == null) {
      requireLocalName(request);
    }
    if (access == Access.EVERYBODY || (access == Access.READER && known == null)) {
      return;
    }
    if (known == null) {
      throw new Refusal(
          403, "read_only", "This server has no token, so nobody may write; start it with --token");
    }
    String sent = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (sent == null || !known.isIn(sent)) {
      throw new Refusal(
          401,
          "unauthorised",
          sent == null
              ? "This needs the server's token; send it as Authorization: Bearer TOKEN"
              : "The token is not the server's; send Authorization: Bearer TOKEN");
    }
  }

  private static void requireLocalName(Request request) {
    String name = Request.getServerName(request);
    String host = name == null ? "" : name.toLowerCase(Locale.ROOT);
    if (!host.equals("localhost")
        && !host.endsWith(".localhost")
        && !host.matches("127(\\.\\d{1,3}){3}")
        && !host.equals("[::1]")
        && !host.equals("::1")) {
      throw new Refusal(
          403,
          "foreign_name",
          "Without a token this server answers to localhost alone; ask for localhost, or start it"
              + " with --token");
    }
  }
}
