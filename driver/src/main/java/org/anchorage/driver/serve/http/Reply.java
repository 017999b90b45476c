/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status of HTTP
 * @param contentType of the body
 * @param body not to be changed
 * @param headers further ones; they win over those that every answer has
 */
public record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {

  /** Content type of most answers. */
  public static final String JSON = "application/json";

  /** Returns an answer of status 200. */
  public static Reply of(String contentType, byte[] body) {
    return new Reply(200, contentType, body, Map.of());
  }

  /** Returns an answer of status 200 whose body was written to the request's memory. */
  public static Reply written(String contentType, Asked asked) {
    return of(contentType, asked.memory().answer().whole());
  }

  /** Returns the same answer with one more header. */
  public Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, contentType, body, more);
  }
}
