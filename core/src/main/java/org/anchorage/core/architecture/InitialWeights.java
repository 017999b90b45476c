/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

/**
 * Where a network's initial weights come from: all are drawn at random. If there is a file of
 * trained weights, they are then written over those of the backbone, and the head stays as it was
 * drawn. Immutable.
 */
public sealed interface InitialWeights {

  /** Returns how to draw them. */
  Drawn drawn();

  /**
   * Weights from a normal distribution of variance gain / fan-in; biases of 0, gamma of 1. Each
   * layer draws from the run's seed and a name of its own, so that the same settings give the same
   * network.
   *
   * @param backboneGain gain of the backbone's layers; 2 keeps the size of signals through
   *     rectifiers
   * @param headGain gain of the head's layers
   */
  record Drawn(double backboneGain, double headGain) implements InitialWeights {

    /** Keeps the size of signals through rectifiers (He et al. 2015), and halves it at the end. */
    public static final Drawn HE = new Drawn(2, 1);

    /**
     * A gain of 1/3 (LeCun et al. 1998, and PyTorch's), so that embeddings start short. If
     * embeddings keep their length, {@link #HE} gives such large products that a softmax over them
     * picks a single row. The first steps then spoil the features that training starts from.
     */
    public static final Drawn SMALL = new Drawn(1 / 3.0, 1 / 3.0);

    @Override
    public Drawn drawn() {
      return this;
    }

    /**
     * Returns the gain of a part's layers.
     *
     * @throws IllegalArgumentException for {@link Part#LOSS}: a loss draws its own parameters
     */
    public double gain(Part part) {
      return switch (part) {
        case BACKBONE -> backboneGain;
        case HEAD -> headGain;
        case LOSS ->
            throw new IllegalArgumentException(
                "A loss draws its own parameters; ask for the gain of BACKBONE or HEAD");
      };
    }
  }
}
