/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A weight file that cannot be read. The message names the file, what is wrong, and the remedy. */
public final class WeightFileException extends IOException {

  /** What to do about damage. */
  static final String GET_AGAIN = "copy or download the file again";

  /** What to do about a file of PyTorch that holds more than tensors. */
  static final String SAVE_TENSORS =
      "save the weights alone: torch.save(model.state_dict(), \"weights.pth\")";

  WeightFileException(String message) {
    super(message);
  }

  WeightFileException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Returns the exception for a file whose content is damaged. */
  static WeightFileException damaged(String what) {
    return new WeightFileException(what + "; " + GET_AGAIN);
  }

  /** Returns the same exception with the file's name before its message. */
  WeightFileException in(Path file) {
    return new WeightFileException("The weight file " + file + " " + getMessage(), this);
  }
}
