/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request, whole.
 *
 * @param query parameters of the query, decoded
 * @param contentType of the body; empty if none is named
 * @param body empty if there is none; not to be changed
 * @param deadline on {@link System#nanoTime}, after which nobody waits for the answer
 * @param memory of what is read out of the body, and of the answer
 */
public record Asked(
    Map<String, List<String>> query,
    String contentType,
    byte[] body,
    long deadline,
    RequestMemory memory) {

  /**
   * Returns a parameter that may be given once.
   *
   * @throws Refusal if it is given twice
   */
  public @Nullable String parameter(String name) {
    List<String> values = query.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw Refusal.of("repeated_field", "'" + name + "' is given twice; give it once");
    }
    return values.isEmpty() ? null : values.get(0);
  }

  /**
   * Returns a parameter that must be given once.
   *
   * @throws Refusal if it is not, or is empty
   */
  public String required(String name) {
    String value = parameter(name);
    if (value == null || value.isEmpty()) {
      throw Refusal.of(
          "missing_field", "There is no '" + name + "'; give one, as ?" + name + "=...");
    }
    return value;
  }

  /**
   * Refuses parameters that a route does not know.
   *
   * @throws Refusal if there is one
   */
  public Asked knowing(String... names) {
    List<String> known = List.of(names);
    for (String name : query.keySet()) {
      if (!known.contains(name)) {
        throw Refusal.of(
            "unknown_field",
            "There is no parameter '"
                + name
                + "' here; "
                + (known.isEmpty() ? "this takes none" : "this takes " + String.join(", ", known)));
      }
    }
    return this;
  }

  /** Returns the content type without its parameters, in lower case. */
  public String mediaType() {
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end))
        .strip()
        .toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * Goes on if somebody still waits for the answer.
   *
   * @throws Refusal with status 503 if the deadline has passed
   */
  public void requireTime() {
    if (deadline - System.nanoTime() < 0) {
      throw Refusal.busy(
          "The request took longer than the server allows; ask for less, or ask again later");
    }
  }
}
