/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

/**
 * A picture, and whose it is. Texts may hold any character.
 *
 * @param id of the item
 * @param className its class
 * @param image of it
 */
public record Shot(String id, String className, Thumbnail image) {}
