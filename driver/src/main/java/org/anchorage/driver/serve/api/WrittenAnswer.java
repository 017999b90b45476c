/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

/**
 * What is there after an addition. It is durable and visible.
 *
 * @param items that the index has now
 * @param index its version now
 */
public record WrittenAnswer(long items, String index) {}
