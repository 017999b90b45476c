/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.quorum;

import java.io.Serializable;

/**
 * The message that a share has ended.
 *
 * @param share that has ended
 * @param taken number of steps that were taken
 */
public record ShareEnd(Share share, int taken) implements Serializable {}
