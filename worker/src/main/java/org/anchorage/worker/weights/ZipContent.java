/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** What a zip archive holds. Several kinds of files are zip archives, and one of them is wanted. */
final class ZipContent {

  static final String PICKLE = "data.pkl";

  private ZipContent() {}

  static ZipFile open(Path path) throws IOException {
    try {
      return new ZipFile(path.toFile());
    } catch (ZipException | IllegalArgumentException e) {
      throw WeightFileException.damaged(
          "is a zip archive that is damaged or cut short (" + e.getMessage() + ")");
    }
  }

  /** Returns the name of the pickle of a state dict, or refuses what else the archive is. */
  static String pickle(ZipFile zip) throws WeightFileException {
    List<String> names = zip.stream().map(ZipEntry::getName).toList();
    Optional<String> pickle =
        names.stream()
            .filter(n -> n.equals(PICKLE) || n.endsWith("/" + PICKLE))
            .min(Comparator.comparingInt(String::length));
    if (pickle.isEmpty()) {
      throw new WeightFileException(other(names));
    }
    String folder = pickle.get().substring(0, pickle.get().length() - PICKLE.length());
    if (names.stream()
        .anyMatch(n -> n.equals(folder + "constants.pkl") || n.startsWith(folder + "code/"))) {
      throw new WeightFileException(
          "is a TorchScript archive, which holds code; in Python: model = torch.jit.load(F); "
              + "torch.save(model.state_dict(), \"weights.pth\")");
    }
    return pickle.get();
  }

  private static String other(List<String> names) {
    if (names.contains("model.weights.h5")) {
      return "is a .keras archive; unzip it and give the model.weights.h5 in it";
    }
    if (names.stream().anyMatch(n -> n.endsWith(".npy"))) {
      return "is an archive of NumPy arrays; convert it to safetensors";
    }
    return "is a zip archive without data.pkl, which torch.save writes; unzip it and give the "
        + "weight file in it";
  }
}
