/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.quorum;

import java.io.Serializable;

/**
 * Word that a share is over.
 *
 * @param share that is
 * @param taken steps, all of them or fewer
 */
public record ShareEnd(Share share, int taken) implements Serializable {}
