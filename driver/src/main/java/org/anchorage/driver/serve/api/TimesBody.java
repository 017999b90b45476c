/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

/**
 * Milliseconds that a search took.
 *
 * @param embed decoding and embedding, waiting for the embedder included
 * @param search in the index
 */
public record TimesBody(double embed, double search) {

  static TimesBody of(long embedNanos, long searchNanos) {
    return new TimesBody(Math.round(embedNanos / 1e3) / 1e3, Math.round(searchNanos / 1e3) / 1e3);
  }
}
