/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The engines {@code nd4j} and {@code dl4j-stock}: networks as graphs of DL4J, of this project's
 * layers and of DL4J's own. All use of DL4J is in here.
 */
@NullMarked
package org.anchorage.worker.dl4j;

import org.jspecify.annotations.NullMarked;
