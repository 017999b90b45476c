/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

/**
 * Answers to several searches, in their order.
 *
 * @param results one for each search; each is made when it is asked for, so that not all are in
 *     memory at once
 */
public record BatchAnswer(Iterable<SearchAnswer> results) {}
