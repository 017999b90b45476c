/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.util.List;

/**
 * How the server is.
 *
 * @param status {@code ok}
 * @param notes what a person should look at, although requests are answered
 */
public record StateAnswer(String status, List<String> notes) {}
