/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/** Writes refusals as RFC 9457 says: {@code application/problem+json}. Stateless. */
public final class Problems {

  /** Content type of a problem. */
  public static final String TYPE = "application/problem+json";

  private static final JsonMapper JSON = new JsonMapper();

  private Problems() {}

  /** Returns the answer to a request that is refused. */
  public static Reply of(Refusal refusal) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", HttpStatus.getMessage(refusal.status()));
    problem.put("status", refusal.status());
    problem.put("code", refusal.code());
    problem.put("detail", String.valueOf(refusal.getMessage()));
    Reply reply = new Reply(refusal.status(), TYPE, bytes(problem), Map.of());
    return switch (refusal.status()) {
      case 401 -> reply.with("WWW-Authenticate", "Bearer");
      case 503 -> reply.with("Retry-After", "1");
      default -> reply;
    };
  }

  private static byte[] bytes(Map<String, Object> problem) {
    try {
      return JSON.writeValueAsBytes(problem);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
