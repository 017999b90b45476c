/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.util.List;

/**
 * Answers to several searches, in their order.
 *
 * @param results one for each search
 */
public record BatchAnswer(List<SearchAnswer> results) {}
