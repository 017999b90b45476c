/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.embed;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.anchorage.core.config.EncoderSettings;
import org.anchorage.core.vectors.Element;
import org.anchorage.driver.artifact.Sha256;
import org.anchorage.driver.run.RunContext;

/**
 * Names vectors after what they are made from: the corpus and how it is decoded, the rows, the
 * network and its parameters.
 *
 * @param written the first {@value #DIGITS} digits of a SHA-256
 */
record EmbeddingKey(String written) {

  private static final int DIGITS = 24;

  static EmbeddingKey of(
      RunContext.Shared shared, float[] parameters, int[] rows, Element element) {
    EncoderSettings encoder = shared.settings().encoder();
    String words =
        String.join(
            "\n",
            "vectors 1",
            shared.index().value().key(),
            shared.settings().image().toString(),
            encoder.engine(),
            shared.engine().backend().library(),
            encoder.name(),
            encoder.width() + " " + encoder.dim() + " " + encoder.normalise(),
            encoder.head().toString(),
            encoder.input().toString(),
            element.name());
    MessageDigest digest = Sha256.digest();
    digest.update(words.getBytes(StandardCharsets.UTF_8));
    Sha256.update(digest, parameters);
    Sha256.update(digest, rows);
    return new EmbeddingKey(Sha256.written(digest).substring(0, DIGITS));
  }
}
