/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.util.List;

/**
 * What is there after a deletion. It is durable and visible.
 *
 * @param items that the index has now
 * @param index its version now
 * @param unknown ids that were not there, in the order in which they were given
 */
public record DeletedAnswer(long items, String index, List<String> unknown) {}
