/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

/**
 * How the server is.
 *
 * @param status {@code ok}
 */
public record StateAnswer(String status) {}
