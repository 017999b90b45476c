/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

/**
 * What is answered where.
 *
 * @param method of HTTP
 * @param path exact: no route has variables in its path
 * @param access who may use it
 * @param load what it costs
 * @param answer makes the answer; thread-safe
 */
public record Route(String method, String path, Access access, Load load, Answer answer) {

  /** What a request costs. */
  public enum Load {
    /** Next to nothing: it is answered however much there is to do. */
    LIGHT,
    /** Work: only so many are answered at once. */
    WORK
  }

  /** Makes answers. */
  @FunctionalInterface
  public interface Answer {
    /**
     * Answers.
     *
     * @throws Refusal if it cannot be answered as asked
     */
    Reply to(Asked asked);
  }

  /** Returns whether its requests have a body. */
  public boolean takesBody() {
    return method.equals("POST");
  }
}
