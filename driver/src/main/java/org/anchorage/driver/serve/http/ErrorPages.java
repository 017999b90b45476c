/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Writes what Jetty itself refuses, such as a head that is no HTTP, as problems. */
final class ErrorPages extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Reply reply = reply(response.getStatus());
    put(reply, response.getHeaders());
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
    return true;
  }

  private static void put(Reply reply, HttpFields.Mutable headers) {
    SafeHeaders.ALL.forEach(headers::put);
    headers.put(HttpHeader.CONTENT_TYPE, reply.contentType());
    headers.put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    reply.headers().forEach(headers::put);
  }

  private static Reply reply(int status) {
    int known = status < 400 ? 500 : status;
    return Problems.of(
        new Refusal(
            known,
            known == 503 ? "stopping" : "bad_http",
            known == 503
                ? "The server is stopping; ask another, or ask again later"
                : "The request cannot be read: " + HttpStatus.getMessage(known)));
  }
}
