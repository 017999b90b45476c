/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Spares the body of a reply that the asker has already: it sends the reply's ETag as {@code
 * If-None-Match} (RFC 9110, 13.1.2). Stateless.
 */
final class Unchanged {

  /** Status of such an answer. */
  static final int STATUS = 304;

  private Unchanged() {}

  /** Returns the reply, or one without a body if the asker has it. */
  static Reply reply(Reply reply, Request request) {
    @Nullable String tag = reply.headers().get(HttpHeader.ETAG.asString());
    if (tag == null || reply.status() != 200) {
      return reply;
    }
    // Tags are in quotes, so none is a part of another.
    boolean known =
        request.getHeaders().getValuesList(HttpHeader.IF_NONE_MATCH).stream()
            .anyMatch(tags -> tags.contains(tag) || tags.strip().equals("*"));
    return known ? new Reply(STATUS, reply.contentType(), new byte[0], reply.headers()) : reply;
  }
}
