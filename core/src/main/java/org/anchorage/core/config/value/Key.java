/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.value;

import java.util.Objects;

/**
 * A setting's key, declared once, with what its value touches. Checks, readers and messages name
 * the constant, never the text. Immutable and thread-safe.
 *
 * <p>Every key has a {@link Touches}: its declaration chooses one of the factories.
 *
 * <pre>{@code
 * public static final Key WIDTH = Key.shapesNetwork("encoder.width");
 * }</pre>
 *
 * @param path where {@code conf/defaults.conf} has the setting, e.g. {@code encoder.width}
 * @param touches what another value would change
 */
public record Key(String path, Touches touches) {

  /** What another value of a setting would change. */
  public enum Touches {
    /**
     * The shapes or the meaning of the network's parameters. A trained network can only be used
     * with the value that it was trained with, and a run cannot be resumed with another.
     */
    SHAPES_NETWORK,
    /** What the run computes: with another value it would be another run. */
    FIXED,
    /** Nothing that is already computed: a run may be resumed with another value. */
    MAY_CHANGE
  }

  public Key {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(touches, "touches");
  }

  /** Declares a key that a trained network depends on. */
  public static Key shapesNetwork(String path) {
    return new Key(path, Touches.SHAPES_NETWORK);
  }

  /** Declares a key whose value a run keeps for good. */
  public static Key fixed(String path) {
    return new Key(path, Touches.FIXED);
  }

  /** Declares a key whose value a resumed run may change. */
  public static Key mayChange(String path) {
    return new Key(path, Touches.MAY_CHANGE);
  }

  /** Returns the path, as messages write it. */
  @Override
  public String toString() {
    return path;
  }
}
