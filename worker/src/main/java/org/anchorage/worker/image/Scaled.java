/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

/**
 * A resized image, no larger than the form that is wanted.
 *
 * @param pixels height x width x channels, row-major, unsigned bytes
 * @param width in pixels
 * @param height in pixels
 */
record Scaled(byte[] pixels, int width, int height) {}
