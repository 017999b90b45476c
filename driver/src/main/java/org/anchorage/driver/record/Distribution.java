/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.record;

/**
 * The distribution of some values, e.g. of the similarities of all mined negatives. Immutable.
 *
 * @param count of the values; if it is 0, all other components are NaN
 * @param mean of the values
 * @param std standard deviation
 * @param min smallest
 * @param q25 a quarter of the values lie below
 * @param median half of the values lie below
 * @param q75 three quarters of the values lie below
 * @param max largest
 */
public record Distribution(
    long count,
    double mean,
    double std,
    double min,
    double q25,
    double median,
    double q75,
    double max) {}
