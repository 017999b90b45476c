/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture.names;

/**
 * What a framework calls a unit.
 *
 * @param convolution name of the convolution
 * @param norm name of its batch normalisation; empty where it is folded
 */
record UnitName(String convolution, String norm) {}
