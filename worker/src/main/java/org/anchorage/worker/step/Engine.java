/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.Trainable;
import org.anchorage.core.config.Settings;
import org.anchorage.worker.loss.RankingLoss;

/**
 * Computes networks: makes them as the settings describe, trains them, embeds with them, and reads
 * and writes them. {@link Engines} finds an engine by its name, through {@link
 * java.util.ServiceLoader}.
 *
 * <p>A network's parameters travel as one flat array. Its order is the engine's own, and the same
 * for every network of the same settings. Parameters that the loss learns stand at its end. The
 * same settings give the same untrained network wherever it is made.
 *
 * <p>Implementations have a public constructor without arguments, hold no state and are
 * thread-safe. Only the methods of {@link #backend()} and those that make networks may load a
 * native library.
 */
public interface Engine {

  /** Returns the name as written in {@code encoder.engine}: small letters, digits, hyphens. */
  String name();

  /** Returns the native library that this engine computes with. */
  Backend backend();

  /**
   * Makes an untrained network with its loss.
   *
   * @param settings of the encoder, the images and the optimiser
   * @param loss to train with
   */
  Learner learner(Settings settings, RankingLoss loss);

  /**
   * Makes a network that starts from given parameters, and trains a part of it. If all is trained,
   * it reads images. If not, it reads what {@link #frozen} makes of images.
   *
   * @param trainable how much of it moves
   * @param start parameters of the whole network and its loss, as {@link #layout} says
   * @return a learner whose {@link Learner#parameters()} are those that move: {@link
   *     org.anchorage.core.architecture.MovingParameters} of the layout
   * @throws IllegalArgumentException if there is another number of parameters
   */
  Learner learner(Settings settings, RankingLoss loss, Trainable trainable, float[] start);

  /**
   * Makes the part of a network that training does not move. It computes in evaluation mode.
   *
   * @param trainable how much moves; not all
   * @param start parameters of the whole network and its loss, as {@link #layout} says
   * @return an embedder whose vectors are the last frozen layer's results: H x W x C numbers, or C
   */
  Embedder frozen(Settings settings, Trainable trainable, float[] start);

  /**
   * Returns the parameters of a whole untrained network and its loss, those that never move
   * included.
   */
  float[] initial(Settings settings, RankingLoss loss);

  /**
   * Returns where each layer's parameters lie in those of a whole network and its loss. An {@link
   * #embedder}'s array is the same without the loss's parameters at the end.
   */
  ParameterLayout layout(Settings settings, RankingLoss loss);

  /**
   * Makes an untrained network that only embeds. Its parameters are those of a {@link #learner}
   * with any loss, without the loss's parameters.
   */
  Embedder embedder(Settings settings);

  /**
   * Reads a network that only embeds.
   *
   * @param settings that the network was made with
   * @param saved as {@link Embedder#write} wrote it; stays open
   * @throws IOException if the stream cannot be read or does not hold such a network
   */
  Embedder readEmbedder(Settings settings, InputStream saved) throws IOException;

  /**
   * Reads the state that a learner wrote.
   *
   * @param saved as {@link Learner#write} wrote it; stays open
   * @throws IOException if the stream cannot be read or does not hold a network
   */
  SavedState readState(InputStream saved) throws IOException;

  /**
   * Returns the parameters of a trained network without those of the loss, as a network that only
   * embeds takes them.
   *
   * @param settings of both
   * @param trained parameters of a learner or an embedder; this array itself may be returned
   * @throws IllegalArgumentException if there are fewer than the network that only embeds has
   */
  float[] embeddingParameters(Settings settings, float[] trained);

  /**
   * Writes a network for programs that know the engine's framework but not this project.
   *
   * @param settings that the network was made with
   * @param trained its parameters, with or without those of the loss
   * @param out stays open
   * @throws IOException if the stream cannot be written
   */
  void export(Settings settings, float[] trained, OutputStream out) throws IOException;
}
